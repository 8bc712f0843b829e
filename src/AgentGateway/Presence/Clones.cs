using System.Collections.Concurrent;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.AgentGateway.Presence;

/// <summary>
/// Notices machines that have the key of another one, as after a disk was copied: by who speaks on the streams of this replica, and by who is written to
/// have spoken elsewhere.
/// </summary>
internal sealed class Clones : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<ObjectKey, MachineTrail> _trails = new();
    private readonly ConcurrentDictionary<ObjectKey, int> _refusals = new();
    private readonly TimeProvider _clock;
    private readonly IDisposable _subscription;

    public Clones(IInformers informers, TimeProvider clock)
    {
        _clock = clock;
        _subscription = informers.Get<ElementalHost>().Subscribe(OnHostChanged);
    }

    /// <summary>A host speaks on a stream of this replica.</summary>
    /// <param name="key">The host.</param>
    /// <param name="report">What it says.</param>
    /// <param name="peer">Where from.</param>
    public void Hear(ObjectKey key, HostReport report, string peer) => See(key, MachineIdentity.Of(report), PeerAddress.Of(peer));

    /// <summary>Who takes turns to speak for a host; null where nobody does.</summary>
    /// <param name="key">The host.</param>
    public string? Find(ObjectKey key) => _trails.TryGetValue(key, out MachineTrail? trail) && trail.IsOfClones ? trail.Names : null;

    /// <summary>Who has spoken for a host; null where nobody has.</summary>
    /// <param name="key">The host.</param>
    public MachineTrail? TrailOf(ObjectKey key) => _trails.GetValueOrDefault(key);

    /// <summary>
    /// How one of two machines is told that the other one has the stream: the two would otherwise throw each other out, each time at once.
    /// </summary>
    /// <param name="key">The host.</param>
    public Refusal Refuse(ObjectKey key)
    {
        int before = _refusals.AddOrUpdate(key, 0, static (_, count) => count + 1);
        return new Refusal(
            RefusalCode.FailedPrecondition,
            RefusalReasons.HostCloned,
            $"two machines have the key of the ElementalHost {key}, and the other one is connected; wipe the copy, then see the condition {ConditionTypes.IdentityReady} of the host")
        {
            RetryAfter = PauseAfter(before),
        };
    }

    /// <summary>A person has seen to it: whoever speaks from now on is seen anew.</summary>
    /// <param name="key">The host.</param>
    public void Forget(ObjectKey key)
    {
        _trails.TryRemove(key, out _);
        _refusals.TryRemove(key, out _);
    }

    /// <summary>How long one that was refused is to stay away.</summary>
    /// <param name="refusals">How often it was before.</param>
    public static TimeSpan PauseAfter(int refusals) =>
        TimeSpan.FromTicks((long)Math.Min(FirstPause.Ticks * Math.Pow(2, refusals), LongestPause.Ticks));

    /// <inheritdoc/>
    public void Dispose() => _subscription.Dispose();

    private void See(ObjectKey key, MachineIdentity who, string peer) => _trails.AddOrUpdate(
        key,
        static (_, seen) => MachineTrail.Empty.Seen(seen.Who, seen.Peer, seen.Now),
        static (_, trail, seen) => trail.Seen(seen.Who, seen.Peer, seen.Now),
        (Who: who, Peer: peer, Now: _clock.GetUtcNow()));

    private void OnHostChanged(ElementalHost? before, ElementalHost? after)
    {
        ObjectKey key = ObjectKey.Of((after ?? before)!);
        // A person has decided; whoever comes from now on is seen anew.
        if (after is null || before?.Metadata.Uid != after.Metadata.Uid || (before!.IsCloned() && !after.IsCloned()))
        {
            Forget(key);
        }

        // What was heard here before somebody else was is no news, however late it is written.
        if (after is not null && before is not null && MachineIdentity.Of(before) != MachineIdentity.Of(after)
            && !(TrailOf(key)?.Sightings is [.., var last] && HostFacts.ReportedAt(after) <= last.At))
        {
            See(key, MachineIdentity.Of(after), "");
        }
    }
}

/// <summary>The network address of a caller without its port, which is another one each time.</summary>
internal static class PeerAddress
{
    /// <summary>The address.</summary>
    /// <param name="peer">As gRPC has it: ipv4:192.0.2.1:5000 or ipv6:[2001:db8::1]:5000.</param>
    public static string Of(string peer)
    {
        int kind = peer.IndexOf(':', StringComparison.Ordinal);
        int port = peer.LastIndexOf(':');
        return kind < 0 || port <= kind ? "" : peer[(kind + 1)..port].Trim('[', ']');
    }
}

/// <summary>What is said of a host that is two machines, and of one that is one again. Pure.</summary>
internal static class CloneConditions
{
    /// <summary>Two machines take turns.</summary>
    /// <param name="names">Which.</param>
    public static Condition Cloned(string names) => new()
    {
        Type = ConditionTypes.IdentityReady,
        Status = ConditionStatus.False,
        Reason = Reasons.HostCloned,
        Message = $"two machines speak for this host in turn: {names}; wipe the copy or switch it off, then say so with the annotation {HostAnnotations.CloneResolved}=WHO AND HOW, or delete the host",
    };

    /// <summary>A person has seen to it.</summary>
    /// <param name="how">Who, and how.</param>
    public static Condition Resolved(string how) => new()
    {
        Type = ConditionTypes.IdentityReady,
        Status = ConditionStatus.True,
        Reason = Reasons.CloneResolved,
        Message = PrintableText.Shorten(PrintableText.Of(how), MaxMessageLength),
    };

    private const int MaxMessageLength = 1024;
}
