using ElementalProvider.ControllerRuntime.LeaderElection;
using ElementalProvider.ControllerRuntime.Tests.Support;
using ElementalProvider.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.ControllerRuntime.Tests;

/// <summary>The elector on a clock of the test and leases in memory: everything that is due happens within the step that makes it due.</summary>
public sealed class LeaderElectorTests
{
    private const double RetryPeriod = 2.4;
    private const double RenewDeadline = 10;
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
        Assert.Equal(0, one.Losses);
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
    public async Task Errors_are_endured_until_the_deadline_then_leadership_is_over_until_the_server_is_back()
    {
        await using Candidate one = Start("one");
        await one.Leads.WaitAsync(Patience.Usual);
        Pass(TimeSpan.FromSeconds(4));
        DateTimeOffset brokenAt = _clock.GetUtcNow();
        _leases.Fault = () => true;

        await PassUntilAsync(one.Lost);

        Assert.InRange(_clock.GetUtcNow() - brokenAt, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(12));
        Assert.False(one.IsLeading);
        Assert.Equal("one", _leases.Current.Spec!.HolderIdentity);
        await _clock.UntilTimerWithinAsync(TimeSpan.FromSeconds(RetryPeriod)).WaitAsync(Patience.Usual);
        Pass(TimeSpan.FromMinutes(1));
        Assert.False(one.IsLeading);
        Assert.False(one.Ended.IsCompleted);

        _leases.Fault = () => false;
        await PassUntilAsync(one.LeadsAgain);

        Assert.Equal(("one", 0), (_leases.Current.Spec!.HolderIdentity, _leases.Current.Spec.LeaseTransitions));
        Assert.False(one.HasOverstayed);
    }

    [Fact]
    public async Task A_server_that_holds_requests_ends_leadership_and_not_the_campaign()
    {
        await using Candidate one = Start("one");
        await one.Leads.WaitAsync(Patience.Usual);
        TaskCompletionSource thaw = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _leases.Held = thaw.Task;

        await PassUntilAsync(one.Lost, RenewDeadline);
        Pass(TimeSpan.FromMinutes(1));
        Assert.False(one.IsLeading);

        _leases.Held = null;
        thaw.SetResult();
        await PassUntilAsync(one.LeadsAgain, RenewDeadline);
    }

    [Fact]
    public async Task Who_lost_the_lease_to_another_follows_and_leads_again_after_it()
    {
        await using Candidate one = Start("one");
        await one.Leads.WaitAsync(Patience.Usual);
        _leases.Fault = () => true;
        await PassUntilAsync(one.Lost);
        _leases.Take(new V1LeaseSpec { HolderIdentity = "other", LeaseDurationSeconds = 15, LeaseTransitions = 1 });
        _leases.Fault = () => false;

        Pass(TimeSpan.FromSeconds(14));
        Assert.False(one.IsLeading);

        await PassUntilAsync(one.LeadsAgain);
        Assert.Equal(("one", 2), (_leases.Current.Spec!.HolderIdentity, _leases.Current.Spec.LeaseTransitions));
    }

    [Fact]
    public async Task The_next_term_waits_for_the_work_of_the_lost_one_and_says_so_when_that_goes_on_for_too_long()
    {
        await using Candidate one = Start("one");
        await one.Leads.WaitAsync(Patience.Usual);
        one.IsDeaf = true;
        _leases.Fault = () => true;
        await PassUntilAsync(one.Overstayed, RenewDeadline);
        _leases.Fault = () => false;

        Pass(TimeSpan.FromMinutes(1));
        Assert.False(one.LeadsAgain.IsCompleted);

        one.WakeUp();
        await PassUntilAsync(one.LeadsAgain);
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
        Assert.Equal(0, one.Losses);
    }

    [Fact]
    public async Task A_lease_that_somebody_else_took_ends_leadership_at_once()
    {
        await using Candidate one = Start("one");
        await one.Leads.WaitAsync(Patience.Usual);
        _leases.Take(new V1LeaseSpec { HolderIdentity = "usurper", LeaseDurationSeconds = 60 });
        DateTimeOffset takenAt = _clock.GetUtcNow();

        await PassUntilAsync(one.Lost);

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

    /// <summary>Lets time pass in steps, each when all is done that the one before set going.</summary>
    /// <param name="happened">What is waited for.</param>
    /// <param name="within">The longest wait that the elector may be in meanwhile, in seconds.</param>
    private async Task PassUntilAsync(Task happened, double within = RetryPeriod)
    {
        using CancellationTokenSource limit = new(Patience.Usual);
        while (!happened.IsCompleted)
        {
            // What a cancellation sets going ends on other threads, and sets a timer or completes the task when it is done.
            await Task.WhenAny(happened, _clock.UntilTimerWithinAsync(TimeSpan.FromSeconds(within), limit.Token));
            limit.Token.ThrowIfCancellationRequested();
            if (!happened.IsCompleted)
                _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private sealed class Candidate : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly TaskCompletionSource _leads = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _leadsAgain = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _overstayed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _wakeUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _leading;
        private volatile int _losses;

        public Candidate(MemoryLeases leases, string identity, TimeProvider clock)
        {
            ControllerRuntimeOptions options = new() { LeaderElection = true, LeaseName = "lock", LeaseNamespace = "system", Identity = identity };
            LeaderElector elector = new(leases, options, clock, NullLogger.Instance);

            // Without the context of the test every step runs on the thread that advances the clock.
            SynchronizationContext? context = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            Ended = elector.RunAsync(LeadAsync, _overstayed.SetResult, _stop.Token);
            SynchronizationContext.SetSynchronizationContext(context);
        }

        public Task Leads => _leads.Task;

        public Task LeadsAgain => _leadsAgain.Task;

        /// <summary>Completes when a term ended although nobody asked for it.</summary>
        public Task Lost => _lost.Task;

        public Task Overstayed => _overstayed.Task;

        public bool HasOverstayed => _overstayed.Task.IsCompleted;

        public Task Ended { get; }

        public bool IsLeading => _leading;

        public int Losses => _losses;

        /// <summary>Whether the work does not hear that its term is over.</summary>
        public bool IsDeaf { get; set; }

        public void WakeUp() => _wakeUp.SetResult();

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            _wakeUp.TrySetResult();
            await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private async Task LeadAsync(CancellationToken term)
        {
            _leading = true;
            if (!_leads.TrySetResult())
                _leadsAgain.TrySetResult();
            await Task.Delay(Timeout.Infinite, term).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (IsDeaf)
                await _wakeUp.Task;
            _leading = false;
            if (!_stop.IsCancellationRequested)
            {
                _losses++;
                _lost.TrySetResult();
            }
        }
    }
}
