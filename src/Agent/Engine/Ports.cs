using ElementalProvider.Agent.Bootstrapping;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Hosts;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;
using Microsoft.Extensions.Logging;
using AgentConfig = ElementalProvider.Agent.Configuration.AgentConfig;

namespace ElementalProvider.Agent.Engine;

// What the engine reaches the world by. Behind these it starts no thread and reads no clock but the one it is given: where they answer at once,
// it runs in one thread from one WakeUp to the next, so that a simulation can drive it step by step.

/// <summary>The host as the engine sees it: its memory, identity, plugin and files. Only one flow of control changes it.</summary>
internal interface IAgentHost
{
    AgentConfig Config { get; }

    /// <summary>Who the host is; null before it has a name and a key.</summary>
    HostIdentity? Identity { get; }

    /// <summary>What the journal says; it is on disk.</summary>
    Journal Journal { get; }

    OsFacts Facts { get; }

    string BootId { get; }

    /// <summary>Which machine it is, whatever disk it runs from; empty where it has nothing to be known by.</summary>
    string MachineId => "";

    /// <summary>Whether the plugin is there and <see cref="Facts"/> are what it says now.</summary>
    bool IsPluginReady { get; }

    OsPluginCalls Plugin { get; }

    /// <summary>Whether the bootstrap sentinel is there in this boot.</summary>
    bool HasSentinel { get; }

    /// <summary>
    /// Whether the tool that executes bootstrap data has ended in failure, with the data that the journal speaks of: what it left of an earlier
    /// one, as of the boot that fetched the data, counts for nothing.
    /// </summary>
    bool HasBootstrapFailed { get; }

    /// <summary>What that tool has left. It may hold parts of the data: a secret.</summary>
    BootstrapTrace ReadBootstrapTrace();

    /// <summary>Why the OS plugin that is configured cannot be worked with, where this agent does not know it; null where it does.</summary>
    string? WhyNoPlugin();

    /// <summary>Changes the journal; the change is on disk when this returns.</summary>
    Task NoteAsync(Func<Journal, Journal> change, CancellationToken cancellationToken);

    /// <summary>Takes the server's answer about the registration as this host's configuration.</summary>
    Task AdoptAsync(GetRegistrationResponse answer, CancellationToken cancellationToken);

    /// <summary>Takes the server's word on how the registration is reached from now on; it is in the configuration file when this returns.</summary>
    Task AdoptAsync(RegistrationAccess access, CancellationToken cancellationToken);

    /// <summary>The host's name and key: those it has, or new ones that are on disk when this returns.</summary>
    Task<HostIdentity> EnsureIdentityAsync(CancellationToken cancellationToken);

    /// <summary>Writes the configuration file.</summary>
    Task SaveConfigAsync(CancellationToken cancellationToken);

    /// <summary>Makes the configured OS plugin where there is none yet, and asks it for facts.</summary>
    /// <exception cref="PluginException">There is no such plugin, or it cannot work here.</exception>
    Task<OsFacts> PreparePluginAsync(CancellationToken cancellationToken);

    /// <summary>The host may have changed: the plugin must be asked for facts again before anything is decided on them.</summary>
    void DistrustFacts();

    /// <summary>Deletes name, key and journal, which must say <see cref="ResetStage.Released"/> by then.</summary>
    void Forget();

    /// <summary>Has the engine woken when the bootstrap sentinel may have appeared, or bootstrapping may have failed.</summary>
    IDisposable WatchBootstrap(WakeUp wakeUp);
}

/// <summary>The gateway's calls.</summary>
internal interface IGateway
{
    Task<GetRegistrationResponse> GetRegistrationAsync(CancellationToken cancellationToken);

    Task<RegisterHostResponse> RegisterHostAsync(HostTokenSource tokens, RegisterHostRequest request, CancellationToken cancellationToken);

    Task<GetBootstrapResponse> GetBootstrapAsync(HostTokenSource tokens, CancellationToken cancellationToken);

    /// <summary>Tells the server of a reset.</summary>
    /// <returns>Whether the server knew the host. One that is gone already is what was wanted, where anybody had wanted it.</returns>
    Task<bool> DeleteHostAsync(HostTokenSource tokens, string bootId, ResetEvidence? evidence, CancellationToken cancellationToken);

    /// <summary>Begins the standing conversation.</summary>
    /// <param name="tokens">Proves who the host is.</param>
    /// <param name="reports">What it says.</param>
    /// <param name="log">What was done, to be told with the reports.</param>
    /// <param name="wakeUp">Set with every directive, and when the conversation ends.</param>
    /// <param name="retries">Pauses before it connects again.</param>
    /// <param name="logger">Told of what goes wrong.</param>
    IHostLink Open(HostTokenSource tokens, Latest<HostReport> reports, StepLog log, WakeUp wakeUp, RetryPolicy retries, ILogger logger);
}

/// <summary>The standing conversation with the gateway.</summary>
internal interface IHostLink : IAsyncDisposable
{
    /// <summary>The newest directive; null before the first.</summary>
    HostDirective? Desired { get; }

    /// <summary>Why the server does not take this host for one of its own; null while it does.</summary>
    string? Rejection { get; }

    /// <summary>Fails where the conversation ended by a defect instead of by the network.</summary>
    void ThrowIfBroken();

    /// <summary>Lets the newest report get through, then ends the conversation properly; gives up after a while.</summary>
    Task CloseAsync(TimeSpan patience, CancellationToken cancellationToken);
}
