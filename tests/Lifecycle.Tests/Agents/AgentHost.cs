using ElementalProvider.Agent.Bootstrapping;
using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Hosts;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Registration;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Lifecycle.Tests.Api;
using ElementalProvider.Lifecycle.Tests.Simulation;
using AgentConfig = ElementalProvider.Agent.Configuration.AgentConfig;

namespace ElementalProvider.Lifecycle.Tests.Agents;

/// <summary>The computer as its agent sees it: the product's journal, configuration and plugin calls, over the model's disk.</summary>
internal sealed class AgentHost : IAgentHost, IJournalFile
{
    private readonly PhysicalHost _computer;
    private readonly Process _process;
    private readonly JournalStore _journal;
    private OsPluginCalls? _plugin;
    private bool _hasFacts;

    public AgentHost(PhysicalHost computer, Process process)
    {
        (_computer, _process) = (computer, process);
        _journal = new JournalStore(this);
        Facts = new OsFacts { BootId = computer.BootId };
        Config = new AgentConfig
        {
            Registration = new RegistrationSettings
            {
                Uri = RegistrationUri.TryParse(ModelKeys.RegistrationUri, out RegistrationUri? uri) ? uri : throw new InvalidOperationException(),
                Token = computer.World.Keys.RegistrationToken,
            },
            Agent = new ElementalProvider.Agent.Configuration.AgentSettings { PostInstall = PowerAction.Reboot, PostReset = PowerAction.Reboot },
        };
    }

    public AgentConfig Config { get; private set; }

    public HostIdentity? Identity { get; private set; }

    public Journal Journal => _journal.Current;

    public OsFacts Facts { get; private set; }

    public string BootId => _computer.BootId;

    public bool IsPluginReady => _plugin is not null && _hasFacts;

    public OsPluginCalls Plugin => _plugin ?? throw new InvalidOperationException("The OS plugin is used before it is prepared.");

    public bool HasSentinel => _computer.HasSentinel;

    public bool HasBootstrapFailed => false;

    string IJournalFile.Name => "the journal";

    /// <summary>Reads what is on the disk.</summary>
    public async Task LoadAsync()
    {
        await _journal.LoadAsync(CancellationToken.None);
        Identity = IdentityOf(_computer.Identity);
    }

    public Task NoteAsync(Func<Journal, Journal> change, CancellationToken cancellationToken) =>
        _journal.UpdateAsync(journal => _computer.Note(journal, change(journal)), cancellationToken);

    public Task AdoptAsync(GetRegistrationResponse answer, CancellationToken cancellationToken)
    {
        AgentConfig before = Config;
        Config = AdoptedConfiguration.Merge(before, answer, Identity is null ? null : before.Agent.WorkDirectory);
        return Journal.Finalized && Config != before ? SaveConfigAsync(cancellationToken) : Task.CompletedTask;
    }

    public Task AdoptAsync(RegistrationAccess access, CancellationToken cancellationToken)
    {
        AgentConfig before = Config;
        Config = AdoptedConfiguration.Merge(before, access);
        return Config != before ? SaveConfigAsync(cancellationToken) : Task.CompletedTask;
    }

    public async Task<HostIdentity> EnsureIdentityAsync(CancellationToken cancellationToken)
    {
        if (Identity is null)
        {
            await _process.CallAsync(Port.Disk, () => _computer.Identity ??= _computer.World.NextKey(), cancellationToken);
            Identity = IdentityOf(_computer.Identity);
        }

        return Identity!;
    }

    public Task SaveConfigAsync(CancellationToken cancellationToken) => _process.CallAsync(Port.Disk, () => { }, cancellationToken);

    public async Task<OsFacts> PreparePluginAsync(CancellationToken cancellationToken)
    {
        if (_plugin is null)
        {
            OsPluginCalls made = new(new ModelPlugin(_computer, _process), new VerbDeadlines(), _process.Clock);
            await made.InitializeAsync(new InitializeRequest { Root = "/", WorkDirectory = Config.Agent.WorkDirectory }, cancellationToken);
            _plugin = made;
        }

        Facts = await _plugin.GetFactsAsync(cancellationToken);
        _hasFacts = true;
        return Facts;
    }

    public void DistrustFacts() => _hasFacts = false;

    public void Forget()
    {
        _computer.Forgotten();
        _journal.Delete();
        Identity = null;
    }

    public BootstrapTrace ReadBootstrapTrace() => BootstrapTrace.None;

    public string? WhyNoPlugin() => null;

    public IDisposable WatchBootstrap(WakeUp wakeUp)
    {
        _computer.WatchSentinel(wakeUp);
        return new CancellationTokenSource();
    }

    Task<byte[]?> IJournalFile.ReadAsync(CancellationToken cancellationToken) =>
        _process.CallAsync(Port.Disk, () => _computer.World.Rules.Journal(_computer.JournalFile, _computer.BootId), cancellationToken);

    Task IJournalFile.WriteAsync(byte[] content, CancellationToken cancellationToken) =>
        _process.CallAsync(Port.Disk, () => _computer.Noted(content), cancellationToken);

    void IJournalFile.PutAside() => _computer.JournalFile = null;

    void IJournalFile.Delete() => _computer.JournalFile = null;

    private HostIdentity? IdentityOf(ModelKeys.ModelKey? key) => key is null ? null : new HostIdentity(_computer.Name, key);
}
