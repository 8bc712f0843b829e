using ElementalProvider.Controllers.Workload;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.Controllers.Tests.Workload;

public sealed class ClusterHealthTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ClusterHealth _health;

    public ClusterHealthTests() => _health = new ClusterHealth(_clock);

    [Fact]
    public void Before_the_first_answer_one_asks_for_all()
    {
        Assert.True(_health.Ask().IsGiven);

        Leave second = _health.Ask();

        Assert.False(second.IsGiven);
        Assert.Null(second.Why);
        Assert.False(second.Trial!.Task.IsCompleted);
        _health.Succeeded();
        Assert.True(second.Trial.Task.IsCompleted);
        Assert.True(_health.Ask().IsGiven);
        Assert.True(_health.Ask().IsGiven);
    }

    [Fact]
    public void One_failure_of_a_cluster_that_answers_is_no_outage_two_are()
    {
        Answering();

        _health.Failed("cut");
        Assert.True(_health.Ask().IsGiven);
        _health.Failed("silent");

        Leave leave = _health.Ask();
        Assert.Equal((false, "silent", true), (leave.IsGiven, leave.Why, leave.Trial is null));
    }

    [Fact]
    public void A_success_in_between_starts_the_count_anew()
    {
        Answering();
        _health.Failed("cut");
        _health.Succeeded();
        _health.Failed("cut");

        Assert.True(_health.Ask().IsGiven);
    }

    [Fact]
    public void An_unreachable_cluster_is_tried_by_one_and_less_and_less_often()
    {
        List<double> waits = [];
        for (int trial = 0; trial < 7; trial++)
        {
            Assert.True(_health.Ask().IsGiven);
            Assert.False(_health.Ask().IsGiven);
            _health.Failed("silent");
            double waited = 0;
            while (_health.Ask() is { IsGiven: false } leave)
            {
                Assert.Equal("silent", leave.Why);
                _clock.Advance(TimeSpan.FromSeconds(0.5));
                waited += 0.5;
            }

            // That was the leave for the next trial.
            _health.Abandoned();
            waits.Add(waited);
        }

        Assert.Equal([1, 2, 4, 8, 15, 15, 15], waits);
    }

    [Fact]
    public void A_trial_that_was_given_up_leaves_the_turn_to_the_next()
    {
        Assert.True(_health.Ask().IsGiven);
        Leave waiting = _health.Ask();

        _health.Abandoned();

        Assert.True(waiting.Trial!.Task.IsCompleted);
        Assert.True(_health.Ask().IsGiven);
    }

    private void Answering()
    {
        Assert.True(_health.Ask().IsGiven);
        _health.Succeeded();
    }
}
