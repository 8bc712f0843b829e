using ElementalProvider.ControllerRuntime.Replicas;
using ElementalProvider.ControllerRuntime.Tests.Support;
using ElementalProvider.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ElementalProvider.ControllerRuntime.Tests;

/// <summary>Replicas on a clock of the test and leases in memory: everything that is due happens within the step that makes it due.</summary>
public sealed class ReplicaLeasesTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly LeaseShelf _leases = new();

    [Fact]
    public async Task Each_replica_has_a_lease_of_its_own_and_keeps_it()
    {
        await using Replica one = Start("one");
        Assert.Equal("r-0", one.Mine);
        await using Replica two = Start("two");
        Assert.Null(two.Mine);

        Pass(20);
        Assert.Equal(("r-0", "r-1"), (one.Mine, two.Mine));
        Pass(600);
        Assert.Equal("r-0:one r-1:two", _leases.Holders);
        Assert.False(one.Leases.IsAbandoned("r-1"));
    }

    [Fact]
    public async Task Who_starts_again_after_a_shutdown_has_the_lease_of_before_at_once()
    {
        Replica one = Start("one");
        await one.DisposeAsync();
        Assert.Equal("r-0:", _leases.Holders);

        await using Replica again = Start("one again");

        Assert.Equal(("r-0", "r-0:one again"), (again.Mine, _leases.Holders));
    }

    [Fact]
    public async Task Who_starts_again_after_a_crash_waits_for_the_lease_of_before()
    {
        Replica one = Start("one");
        one.Crash();

        await using Replica again = Start("one again");
        Pass(10);
        Assert.Null(again.Mine);
        Assert.False(again.Leases.IsAbandoned("r-0"));
        Pass(10);

        Assert.Equal(("r-0", "r-0:one again"), (again.Mine, _leases.Holders));
    }

    [Fact]
    public async Task A_lease_that_nobody_renews_is_abandoned_and_no_sooner()
    {
        Replica one = Start("one");
        await using Replica two = Start("two");
        Pass(20);
        one.Crash();

        Pass(10);
        Assert.False(two.Leases.IsAbandoned("r-0"));
        Pass(10);
        Assert.True(two.Leases.IsAbandoned("r-0"));
        Assert.False(two.Leases.IsAbandoned("r-1"));
        Assert.True(two.Leases.IsAbandoned("r-7"));
        Assert.False(two.Leases.IsAbandoned("somebody-elses-0"));
    }

    [Fact]
    public async Task Who_cannot_renew_its_lease_does_not_claim_to_hold_it()
    {
        await using Replica one = Start("one");
        _leases.Fault = () => true;
        Pass(14);
        Assert.Equal("r-0", one.Mine);
        Pass(2);
        Assert.Null(one.Mine);

        _leases.Fault = () => false;
        Pass(4);
        Assert.Equal("r-0", one.Mine);
    }

    [Fact]
    public async Task Whose_lease_was_taken_takes_another_one()
    {
        await using Replica one = Start("one");
        await using Replica two = Start("two");
        _leases.Fault = () => true;
        Pass(14);
        _leases.Fault = () => false;
        // The second was never told of the first's renewals meanwhile, and takes what looks abandoned; or the first comes before it.
        Pass(60);

        Assert.Equal(["r-0", "r-1"], new[] { one.Mine, two.Mine }.Order());
    }

    [Fact]
    public async Task Two_requests_in_a_quarter_of_the_duration_are_all_it_costs()
    {
        await using Replica one = Start("one");
        int before = _leases.Requests;

        Pass(60);

        Assert.InRange(_leases.Requests - before, 30, 34);
    }

    private Replica Start(string identity) => new(_leases, _clock, identity);

    private void Pass(int seconds)
    {
        for (int second = 0; second < seconds; second++)
            _clock.Advance(TimeSpan.FromSeconds(1));
    }

    private sealed class Replica : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;
        private readonly LeaseShelf _leases;
        private readonly string _identity;

        public Replica(LeaseShelf leases, ManualTimeProvider clock, string identity)
        {
            (_leases, _identity) = (leases, identity);
            ControllerRuntimeOptions options = new() { LeaseNamespace = "system", ReplicaPrefix = "r", Identity = identity };
            Leases = new ReplicaLeases(leases, Options.Create(options), null!, clock, NullLogger<ReplicaLeases>.Instance);
            // Without the context of the test every step runs on the thread that advances the clock.
            SynchronizationContext? context = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            _running = Leases.RunAsync(_stop.Token);
            SynchronizationContext.SetSynchronizationContext(context);
        }

        public ReplicaLeases Leases { get; }

        public string? Mine => Leases.Mine;

        /// <summary>Its requests reach nobody any more.</summary>
        public void Crash() => _leases.Kill(_identity);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Leases.Dispose();
            _stop.Dispose();
        }
    }
}
