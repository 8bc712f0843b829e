using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Plugins.Host;
using ElementalProvider.Agent.Signals;

namespace ElementalProvider.Agent.Bootstrapping;

/// <summary>
/// Wakes the engine when bootstrapping may have come to an end: by its sentinel, or by the result of cloud-init, whose folder is its own and may
/// not be there yet, so it is looked for.
/// </summary>
internal sealed class BootstrapWatch : IDisposable
{
    private readonly BootstrapTraces traces;
    private readonly WakeUp wakeUp;
    private readonly BootstrapSentinel sentinel;
    private readonly ITimer look;
    private DateTime? seen;

    /// <summary>Begins to watch.</summary>
    /// <param name="root">The host.</param>
    /// <param name="wakeUp">Set when something may have ended.</param>
    /// <param name="clock">Measures the time between looks.</param>
    public BootstrapWatch(HostRoot root, WakeUp wakeUp, TimeProvider clock)
    {
        this.wakeUp = wakeUp;
        traces = new BootstrapTraces(root);
        seen = traces.EndedAt();
        sentinel = new BootstrapSentinel(root, wakeUp, clock);
        look = clock.CreateTimer(_ => Look(), null, BootstrapSentinel.PollEvery, BootstrapSentinel.PollEvery);
    }

    public void Dispose()
    {
        look.Dispose();
        sentinel.Dispose();
    }

    private void Look()
    {
        DateTime? ended = traces.EndedAt();
        if (ended == seen)
            return;

        seen = ended;
        wakeUp.Set();
    }
}
