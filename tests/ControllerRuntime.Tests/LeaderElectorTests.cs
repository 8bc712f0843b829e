using ElementalProvider.ControllerRuntime.LeaderElection;
using ElementalProvider.ControllerRuntime.Tests.Support;
using ElementalProvider.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.ControllerRuntime.Tests;

/// <summary>The elector on a clock of the test and leases in memory: everything that is due happens within the step that makes it due.</summary>
public sealed class LeaderElectorTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly MemoryLeases _leases = new();

    [Fact]
    public async Task The_first_takes_the_lease_and_gives_it_back_at_the_end()
    {
        await using Candidate one = Start("one");
        await one.Leads.WaitAsync(Patience.Usual);

        V1Lease held = _leases.Current;
        Assert.Equal(("one", 15, 0, _clock.GetUtcNow().UtcDateTime), (held.Spec!.HolderIdentity, held.Spec.LeaseDurationSeconds, held.Spec.LeaseTransitions, held.Spec.RenewTime));
        await one.DisposeAsync();

        V1Lease released = _leases.Current;
        Assert.Equal(("", 1), (released.Spec!.HolderIdentity, released.Spec.LeaseDurationSeconds));
        Assert.False(one.Lost.Task.IsCompleted);
    }

    [Fact]
    public async Task The_next_leads_only_after_the_first_let_go()
    {
        await using Candidate one = Start("one");
        await one.Leads.WaitAsync(Patience.Usual);
        await using Candidate two = Start("two");
        Pass(TimeSpan.FromMinutes(2));
        Assert.False(two.Leads.IsCompleted);
        Assert.True(one.IsLeading);

        await one.DisposeAsync();
        await PassUntilAsync(two.Leads);

        V1Lease held = _leases.Current;
        Assert.Equal(("two", 1), (held.Spec!.HolderIdentity, held.Spec.LeaseTransitions));
    }

    [Fact]
    public async Task A_holder_that_died_is_replaced_after_the_lease_duration_as_seen_from_here()
    {
        // Its clock is an hour ahead: only whether the record changes counts.
        DateTime itsTime = _clock.GetUtcNow().UtcDateTime.AddHours(1);
        _leases.Take(new V1LeaseSpec { HolderIdentity = "dead", LeaseDurationSeconds = 20, LeaseTransitions = 4, AcquireTime = itsTime, RenewTime = itsTime });
        await using Candidate one = Start("one");
        DateTimeOffset start = _clock.GetUtcNow();

        await PassUntilAsync(one.Leads);

        Assert.InRange(_clock.GetUtcNow() - start, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(26));
        Assert.Equal(5, _leases.Current.Spec!.LeaseTransitions);
    }

    [Fact]
    public async Task Errors_are_endured_until_the_deadline_and_then_leadership_is_over()
    {
        await using Candidate one = Start("one");
        await one.Leads.WaitAsync(Patience.Usual);
        Pass(TimeSpan.FromSeconds(4));
        DateTimeOffset brokenAt = _clock.GetUtcNow();
        _leases.Fault = () => true;

        await PassUntilAsync(one.Lost.Task);

        Assert.InRange(_clock.GetUtcNow() - brokenAt, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(12));
        await one.Ended.WaitAsync(Patience.Usual);
        Assert.False(one.IsLeading);
        Assert.Equal("one", _leases.Current.Spec!.HolderIdentity);
    }

    [Fact]
    public async Task A_server_that_is_away_for_a_moment_costs_nothing()
    {
        await using Candidate one = Start("one");
        await one.Leads.WaitAsync(Patience.Usual);
        int failures = 0;
        _leases.Fault = () => ++failures <= 3;

        Pass(TimeSpan.FromMinutes(1));

        Assert.True(failures > 3);
        Assert.True(one.IsLeading);
        Assert.False(one.Lost.Task.IsCompleted);
    }

    [Fact]
    public async Task A_lease_that_somebody_else_took_ends_leadership_at_once()
    {
        await using Candidate one = Start("one");
        await one.Leads.WaitAsync(Patience.Usual);
        _leases.Take(new V1LeaseSpec { HolderIdentity = "usurper", LeaseDurationSeconds = 60 });
        DateTimeOffset takenAt = _clock.GetUtcNow();

        await PassUntilAsync(one.Lost.Task);

        Assert.InRange(_clock.GetUtcNow() - takenAt, TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Of_many_candidates_one_leads_at_a_time_and_each_gets_its_turn()
    {
        List<Candidate> waiting = [.. Enumerable.Range(0, 4).Select(number => Start($"candidate-{number}"))];
        while (waiting.Count > 0)
        {
            await PassUntilAsync(Task.WhenAny(waiting.Select(candidate => candidate.Leads)));
            Candidate leader = Assert.Single(waiting, candidate => candidate.IsLeading);
            Pass(TimeSpan.FromSeconds(30));
            Assert.Same(leader, Assert.Single(waiting, candidate => candidate.IsLeading));
            await leader.DisposeAsync();
            waiting.Remove(leader);
        }
    }

    private Candidate Start(string identity) => new(_leases, identity, _clock);

    private void Pass(TimeSpan time)
    {
        DateTimeOffset end = _clock.GetUtcNow() + time;
        while (_clock.GetUtcNow() < end)
            _clock.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task PassUntilAsync(Task happened)
    {
        using CancellationTokenSource limit = new(Patience.Usual);
        while (!happened.IsCompleted)
        {
            // What a cancellation sets going ends on other threads, and sets a timer or completes the task when it is done.
            await Task.WhenAny(happened, _clock.UntilTimerWithinAsync(TimeSpan.FromSeconds(2.4), limit.Token));
            limit.Token.ThrowIfCancellationRequested();
            if (!happened.IsCompleted)
                _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private sealed class Candidate : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly TaskCompletionSource _leads = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _leading;

        public Candidate(MemoryLeases leases, string identity, TimeProvider clock)
        {
            ControllerRuntimeOptions options = new() { LeaderElection = true, LeaseName = "lock", LeaseNamespace = "system", Identity = identity };
            LeaderElector elector = new(leases, options, clock, NullLogger.Instance);

            // Without the context of the test every step runs on the thread that advances the clock.
            SynchronizationContext? context = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            Ended = elector.RunAsync(LeadAsync, Lost.SetResult, _stop.Token);
            SynchronizationContext.SetSynchronizationContext(context);
        }

        public Task Leads => _leads.Task;

        public TaskCompletionSource Lost { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended { get; }

        public bool IsLeading => _leading;

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private async Task LeadAsync(CancellationToken leadership)
        {
            _leading = true;
            _leads.SetResult();
            await Task.Delay(Timeout.Infinite, leadership).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _leading = false;
        }
    }
}
