using ElementalProvider.Api.Meta;

namespace ElementalProvider.ControllerRuntime.Tests;

public sealed class ConditionsTests
{
    private static readonly DateTimeOffset Earlier = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Earlier.AddMinutes(5).AddMilliseconds(123);
    private static readonly Condition Ready = new() { Type = "Ready", Status = "True", Reason = "Fine", LastTransitionTime = Earlier };

    [Fact]
    public void A_condition_that_says_the_same_leaves_the_very_same_list()
    {
        IReadOnlyList<Condition> before = [Ready];

        Assert.Same(before, Conditions.Set(before, Ready with { LastTransitionTime = default }, Now));
    }

    [Fact]
    public void The_transition_time_moves_with_the_status_only_and_in_whole_seconds()
    {
        IReadOnlyList<Condition> otherReason = Conditions.Set([Ready], Ready with { Reason = "Better" }, Now);
        IReadOnlyList<Condition> otherStatus = Conditions.Set([Ready], Ready with { Status = "False" }, Now);

        Assert.Equal(Earlier, Assert.Single(otherReason).LastTransitionTime);
        Assert.Equal(Earlier.AddMinutes(5), Assert.Single(otherStatus).LastTransitionTime);
    }

    [Fact]
    public void Conditions_keep_their_place_and_new_ones_come_last()
    {
        IReadOnlyList<Condition> set = Conditions.Set(
            [Ready, Ready with { Type = "Other" }], [Ready with { Type = "New" }, Ready with { Status = "False" }], Now);

        Assert.Equal(["Ready", "Other", "New"], set.Select(condition => condition.Type));
        Assert.False(Conditions.IsTrue(set, "Ready"));
        Assert.True(Conditions.IsTrue(set, "New"));
        Assert.Null(Conditions.Find(null, "Ready"));
    }
}
