using ElementalProvider.Agent.Bootstrapping;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Hosts;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.PluginConformance.Worlds;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using AgentConfig = ElementalProvider.Agent.Configuration.AgentConfig;

namespace ElementalProvider.PluginConformance.Driving;

/// <summary>
/// The agent's own decisions, steps and journal notes on a plugin, in one thread: it is told what is wanted, may die at any note, and goes on
/// after that from what is on disk.
/// </summary>
internal sealed class AgentDrive(IPluginWorld world, TimeProvider clock)
{
    private const int MostSteps = 60;

    private MemoryHost? agent;
    private Journal onDisk = new() { Registered = true, Finalized = true, Installed = true };
    private int notesLeft = int.MaxValue;
    private bool diesBeforeNote;

    /// <summary>What is wanted of the host.</summary>
    public HostDirective Desired { get; set; } = new();

    /// <summary>How far the host is with its operation.</summary>
    public string? Phase => onDisk.Operation?.Phase;

    /// <summary>Why it ended so.</summary>
    public string? Message => onDisk.Operation?.Message;

    /// <summary>How many times the agent had the host rebooted.</summary>
    public int Reboots { get; private set; }

    /// <summary>What the agent did, in order.</summary>
    public List<string> Steps { get; } = [];

    /// <summary>Wants a version.</summary>
    public void Want(JsonElement version, int attempt = 0, DateTimeOffset? deadline = null, bool apply = true, string type = OperationType.Upgrade)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version.GetRawText())));
        Desired = new HostDirective
        {
            OsVersion = new OsVersion { Hash = hash, Apply = apply, ManagementJson = ByteString.CopyFromUtf8(version.GetRawText()) },
            Operation = new Operation { Id = $"op-{hash[..8]}", Attempt = attempt, Type = type, Wanted = hash, Apply = apply, Deadline = deadline?.ToTimestamp() },
        };
    }

    /// <summary>Wants nothing any more.</summary>
    public void WantNothing() => Desired = new HostDirective();

    /// <summary>Has the agent die at a note, before or after it is on disk.</summary>
    public void DieAtNote(int note, bool before) => (notesLeft, diesBeforeNote) = (note, before);

    /// <summary>Another process of the agent starts, and nothing goes wrong with it.</summary>
    public void Restart() => (agent, notesLeft) = (null, int.MaxValue);

    /// <summary>Works until there is nothing left to do, or a phase is reached.</summary>
    /// <param name="until">The phase to stop in; null for none.</param>
    /// <exception cref="KilledException">The agent died.</exception>
    public async Task RunAsync(string? until = null)
    {
        for (int step = 0; step < MostSteps; step++)
        {
            agent ??= new MemoryHost(this, new OsPluginCalls(world.Open(clock), new VerbDeadlines(), clock));
            AgentStep next = AgentDecisions.Next(Observe(agent), Desired);
            if (next is AgentStep.Wait || (until is not null && Phase == until))
                return;

            Steps.Add(next.GetType().Name);
            if (next is AgentStep.Reboot)
            {
                Reboots++;
                world.Reboot();
                agent = null;
                continue;
            }

            await TryAsync(new AgentSteps(agent, NoGateway.Instance, TimeSpan.FromMinutes(10), clock), next);
        }

        throw new InvalidOperationException($"There is no end to it: {string.Join(", ", Steps.TakeLast(20))}");
    }

    // What may pass is tried again at once: pauses are not what is tested here.
    private async Task TryAsync(AgentSteps steps, AgentStep next)
    {
        try
        {
            await steps.ExecuteAsync(next, Desired, CancellationToken.None);
        }
        catch (PluginException exception) when (exception.CanRetry)
        {
            Steps.Add("failed");
        }
    }

    private AgentState Observe(MemoryHost host) => new()
    {
        Goal = AgentGoal.Run,
        Journal = host.Journal,
        Facts = host.Facts,
        BootId = host.BootId,
        Now = clock.GetUtcNow(),
        HasIdentity = true,
        PluginReady = host.IsPluginReady,
    };

    private void Note(Journal next)
    {
        if (next == onDisk)
            return;

        notesLeft--;
        if (notesLeft == 0 && diesBeforeNote)
            throw new KilledException();

        onDisk = next;
        if (notesLeft == 0)
            throw new KilledException();
    }

    private sealed class MemoryHost(AgentDrive drive, OsPluginCalls plugin) : IAgentHost
    {
        private bool isReady;

        public AgentConfig Config => throw new NotSupportedException();

        public HostIdentity? Identity => null;

        public Journal Journal => drive.onDisk;

        public OsFacts Facts { get; private set; } = new() { BootId = "" };

        public string BootId { get; } = drive.WorldBootId;

        public bool IsPluginReady { get; private set; }

        public OsPluginCalls Plugin => plugin;

        public bool HasSentinel => false;

        public bool HasBootstrapFailed => false;

        public Task NoteAsync(Func<Journal, Journal> change, CancellationToken cancellationToken)
        {
            drive.Note(change(drive.onDisk));
            return Task.CompletedTask;
        }

        public async Task<OsFacts> PreparePluginAsync(CancellationToken cancellationToken)
        {
            if (!isReady)
                await plugin.InitializeAsync(drive.WorldInitialize, cancellationToken);

            isReady = true;
            Facts = await plugin.GetFactsAsync(cancellationToken);
            IsPluginReady = true;
            return Facts;
        }

        public void DistrustFacts() => IsPluginReady = false;

        public Task AdoptAsync(GetRegistrationResponse answer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task AdoptAsync(RegistrationAccess access, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<HostIdentity> EnsureIdentityAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SaveConfigAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Forget() => throw new NotSupportedException();

        public BootstrapTrace ReadBootstrapTrace() => BootstrapTrace.None;

        public string? WhyNoPlugin() => null;

        public IDisposable WatchBootstrap(WakeUp wakeUp) => throw new NotSupportedException();
    }

    private string WorldBootId => world.BootId;

    private InitializeRequest WorldInitialize => world.Initialize;
}
