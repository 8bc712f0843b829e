using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.AgentGateway.Streams;

/// <summary>
/// How often each host is heard. A host keeps its pace when it connects anew; one that is away for as long as it takes to have a whole burst again is
/// forgotten, which changes nothing for it.
/// </summary>
/// <param name="clock">Source of time.</param>
internal sealed class ReportPaces(TimeProvider clock)
{
    /// <summary>Reports of one host that are taken at once; a host that installs, reboots and bootstraps makes some thirty in minutes.</summary>
    public const int Burst = 100;

    private const double PerSecond = 5;
    private const int MostAway = 16384;

    private readonly BoundedCache<ObjectKey, TokenBucket> _away = new(MostAway, clock);

    /// <summary>The pace of a host that connects and is not connected.</summary>
    /// <param name="host">The host.</param>
    public TokenBucket Of(ObjectKey host) => _away.TryGet(host, out TokenBucket? known) ? known! : new TokenBucket(PerSecond, Burst, clock);

    /// <summary>Keeps the pace of a host that has hung up.</summary>
    /// <param name="host">The host.</param>
    /// <param name="pace">Its pace.</param>
    public void Keep(ObjectKey host, TokenBucket pace) => _away.Set(host, pace, clock.GetUtcNow() + TimeSpan.FromSeconds(Burst / PerSecond));
}
