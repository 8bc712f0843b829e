using System.Text;
using ElementalProvider.Agent.Bootstrapping;
using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Plugins.Host;
using ElementalProvider.Agent.Registration;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;
using Microsoft.Extensions.Logging;
using AgentConfig = ElementalProvider.Agent.Configuration.AgentConfig;

namespace ElementalProvider.Agent.Hosts;

/// <summary>The host the agent runs on: its configuration, identity, journal and OS plugin. Only one flow of control changes it.</summary>
internal sealed partial class LocalHost : IAgentHost, IDisposable
{
    private const string HostnamePath = "/etc/hostname";

    private readonly string configPath;
    private readonly PowerControl power;
    private readonly Func<string, IOsPlugin> makePlugin;
    private readonly BootstrapTraces traces;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private IdentityStore identities;
    private OsPluginCalls? plugin;
    private JournalStore journal;
    private bool hasFacts;

    private LocalHost(HostRoot root, string configPath, AgentConfig config, PowerControl power, Func<string, IOsPlugin> makePlugin, TimeProvider clock, ILogger logger)
    {
        (Root, this.configPath, Config, this.power) = (root, configPath, config, power);
        (this.makePlugin, this.clock, this.logger) = (makePlugin, clock, logger);
        traces = new BootstrapTraces(root);
        identities = new IdentityStore(root, config.Agent.WorkDirectory);
        journal = new JournalStore(new JournalFile(root, config.Agent.WorkDirectory));
        BootId = Plugins.Host.BootId.Read(root);
        MachineId = Plugins.Host.MachineId.Read(root);
        Facts = new OsFacts { BootId = BootId };
    }

    public HostRoot Root { get; }

    public AgentConfig Config { get; private set; }

    /// <summary>Who the host is; null before it has a name and a key.</summary>
    public HostIdentity? Identity { get; private set; }

    public Journal Journal => journal.Current;

    public bool HasSentinel => BootstrapSentinel.IsPresent(Root);

    public bool HasBootstrapFailed => IsOfThisBootstrap() && traces.HasFailed();

    public OsFacts Facts { get; private set; }

    public string BootId { get; }

    public string MachineId { get; }

    /// <summary>Whether the plugin is there and <see cref="Facts"/> are what it says now.</summary>
    public bool IsPluginReady => plugin is not null && hasFacts;

    public OsPluginCalls Plugin => plugin ?? throw new InvalidOperationException("The OS plugin is used before it is prepared.");

    /// <summary>Reads what is on disk.</summary>
    /// <exception cref="IdentityException">There is a key that cannot be used.</exception>
    public static async Task<LocalHost> OpenAsync(
        HostRoot root,
        string configPath,
        AgentConfig config,
        PowerControl power,
        Func<string, IOsPlugin> makePlugin,
        TimeProvider clock,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        LocalHost host = new(root, configPath, config, power, makePlugin, clock, logger);
        await host.LoadAsync(cancellationToken);
        return host;
    }

    /// <summary>Takes the server's answer about the registration as this host's configuration, and moves into its work directory while nothing is there yet.</summary>
    public async Task AdoptAsync(GetRegistrationResponse answer, CancellationToken cancellationToken)
    {
        AgentConfig before = Config;
        Config = AdoptedConfiguration.Merge(before, answer, Identity is null ? null : before.Agent.WorkDirectory);
        if (Config.Agent.WorkDirectory != before.Agent.WorkDirectory)
        {
            identities = new IdentityStore(Root, Config.Agent.WorkDirectory);
            journal = new JournalStore(new JournalFile(Root, Config.Agent.WorkDirectory));
            await LoadAsync(cancellationToken);
        }

        if (Config.Agent.OsPlugin != before.Agent.OsPlugin)
            plugin = null;

        if (Journal.Finalized && Config != before)
            await SaveConfigAsync(cancellationToken);
    }

    /// <summary>Takes the server's word on how the registration is reached from now on; it is in the configuration file when this returns.</summary>
    public async Task AdoptAsync(RegistrationAccess access, CancellationToken cancellationToken)
    {
        AgentConfig before = Config;
        Config = AdoptedConfiguration.Merge(before, access);
        // The file is what a host comes back with after a reset, so one that is being reset needs it most.
        if (Config != before && (Journal.Finalized || Journal.Reset is not null))
            await SaveConfigAsync(cancellationToken);
    }

    /// <summary>The host's name and key: those it has, or new ones that are on disk when this returns.</summary>
    public async Task<HostIdentity> EnsureIdentityAsync(CancellationToken cancellationToken)
    {
        if (Identity is null)
        {
            string path = Root.Resolve(HostnamePath);
            string? existing = File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : null;
            string name = Hostnames.Choose(Config.Agent.Hostname, existing, Guid.NewGuid());
            Identity = await identities.CreateAsync(name, cancellationToken);
            Log.IdentityMade(logger, name);
        }

        return Identity;
    }

    public Task NoteAsync(Func<Journal, Journal> change, CancellationToken cancellationToken) => journal.UpdateAsync(change, cancellationToken);

    public IDisposable WatchBootstrap(WakeUp wakeUp) => new BootstrapWatch(Root, wakeUp, clock);

    /// <summary>Writes the configuration file.</summary>
    public Task SaveConfigAsync(CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(Root.Resolve(configPath), Encoding.UTF8.GetBytes(AgentConfigWriter.Write(Config)), HostFilesText.Private, cancellationToken);

    /// <summary>Makes the configured OS plugin where there is none yet, and asks it for facts.</summary>
    /// <exception cref="PluginException">There is no such plugin, or it cannot work here.</exception>
    public async Task<OsFacts> PreparePluginAsync(CancellationToken cancellationToken)
    {
        if (plugin is null)
        {
            OsPluginCalls made = new(makePlugin(Config.Agent.OsPlugin), new VerbDeadlines(), clock);
            InitializeRequest request = new() { Root = Root.Directory, WorkDirectory = Config.Agent.WorkDirectory, Debug = Config.Agent.Debug };
            await made.InitializeAsync(request, cancellationToken);
            plugin = made;
        }

        Facts = await plugin.GetFactsAsync(cancellationToken);
        hasFacts = true;
        return Facts;
    }

    public BootstrapTrace ReadBootstrapTrace() => IsOfThisBootstrap() ? traces.Read() : BootstrapTrace.None;

    public string? WhyNoPlugin()
    {
        if (plugin is not null)
            return null;

        try
        {
            makePlugin(Config.Agent.OsPlugin);
            return null;
        }
        catch (PluginException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>The host may have changed: the plugin must be asked for facts again before anything is decided on them.</summary>
    public void DistrustFacts() => hasFacts = false;

    /// <summary>Does what a command left to be done with the host's power.</summary>
    public Task ActAsync(PowerAction action, CancellationToken cancellationToken) => action switch
    {
        PowerAction.Reboot => power.RebootAsync(cancellationToken),
        PowerAction.PowerOff => power.PowerOffAsync(cancellationToken),
        _ => Task.CompletedTask,
    };

    /// <summary>Deletes name, key and journal. The journal goes last and must say <see cref="ResetStage.Released"/> by then, so that a crash in between is finished later.</summary>
    public void Forget()
    {
        identities.Delete();
        journal.Delete();
        if (Identity is { } identity)
            Log.Forgotten(logger, identity.Name);

        Identity?.Dispose();
        Identity = null;
    }

    public void Dispose() => Identity?.Dispose();

    // cloud-init runs at every boot: what it said before it was given this data is of another one.
    private bool IsOfThisBootstrap() => Journal.BootstrapBootId != BootId || (Journal.BootstrapAt is { } at && traces.EndedAt() >= at.UtcDateTime);

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (await journal.LoadAsync(cancellationToken) is { } problem)
            Log.JournalUnreadable(logger, problem);

        Identity = await identities.LoadAsync(cancellationToken);
        if (Identity is null && Journal is { Registered: true, Reset: null })
            throw new IdentityException($"The journal in {Config.Agent.WorkDirectory} says that this host is registered, but {IdentityStore.FileName} is gone; restore it, or delete {JournalStore.FileName} and the ElementalHost to register as a new host.");
    }

    private static partial class Log
    {
        [LoggerMessage(201, LogLevel.Information, "This host is {Name}; its key is new.")]
        public static partial void IdentityMade(ILogger logger, string name);

        [LoggerMessage(203, LogLevel.Information, "{Name} is wiped and forgotten.")]
        public static partial void Forgotten(ILogger logger, string name);

        [LoggerMessage(202, LogLevel.Error, "{Problem}")]
        public static partial void JournalUnreadable(ILogger logger, string problem);
    }
}
