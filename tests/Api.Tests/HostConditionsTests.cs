using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Tests;

public sealed class HostConditionsTests
{
    private static readonly string[] Always =
    [
        ConditionTypes.RegistrationReady, ConditionTypes.InstallationReady, ConditionTypes.OSVersionReady, ConditionTypes.ResetReady,
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_host_with_every_condition_true_is_ready(bool claimed)
    {
        Condition ready = HostConditions.Summarize([.. Always.Append(ConditionTypes.BootstrapReady).Select(True)], claimed, 7);

        Assert.Equal(
            new Condition { Type = "Ready", Status = "True", Reason = Reasons.Ready, ObservedGeneration = 7 },
            ready);
    }

    [Theory]
    [InlineData(false, "True")]
    [InlineData(true, "False")]
    public void Bootstrapping_counts_only_while_the_host_is_claimed(bool claimed, string status)
    {
        Condition bootstrap = False(ConditionTypes.BootstrapReady, Reasons.WaitingForBootstrap);

        Assert.Equal(status, HostConditions.Summarize([.. Always.Select(True), bootstrap], claimed, 1).Status);
    }

    [Theory]
    [InlineData(ConditionTypes.RegistrationReady)]
    [InlineData(ConditionTypes.InstallationReady)]
    [InlineData(ConditionTypes.OSVersionReady)]
    [InlineData(ConditionTypes.ResetReady)]
    public void The_one_condition_that_is_not_true_says_why_the_host_is_not_ready(string type)
    {
        Condition ready = HostConditions.Summarize([.. Always.Select(each => each == type ? False(each, "Because") : True(each))], false, 1);

        Assert.Equal(("False", "Because", $"about {type}"), (ready.Status, ready.Reason, ready.Message));
    }

    [Theory]
    [InlineData(Reasons.HostLost)]
    [InlineData(Reasons.HostNeverConnected)]
    public void Of_a_host_that_is_away_nothing_is_known(string reason)
    {
        Condition ready = HostConditions.Summarize([.. Always.Select(each => False(each, each)), False(ConditionTypes.Connected, reason)], true, 1);

        Assert.Equal(("Unknown", reason, $"about {ConditionTypes.Connected}"), (ready.Status, ready.Reason, ready.Message));
    }

    [Fact]
    public void A_host_that_is_two_machines_is_not_ready_whatever_they_say() => Assert.Equal(
        ("False", Reasons.HostCloned),
        HostConditions.Summarize([.. Always.Select(True), False(ConditionTypes.IdentityReady, Reasons.HostCloned)], false, 1) is var ready
            ? (ready.Status, ready.Reason)
            : default);

    [Fact]
    public void That_a_host_is_connected_does_not_make_it_ready() => Assert.Equal(
        ("False", Reasons.NotReady),
        HostConditions.Summarize([True(ConditionTypes.Connected)], false, 1) is var ready ? (ready.Status, ready.Reason) : default);

    [Fact]
    public void A_reset_is_named_before_anything_else() =>
        Assert.Equal(
            "ResetReady",
            HostConditions.Summarize([.. Always.Append(ConditionTypes.BootstrapReady).Select(each => False(each, each))], true, 1).Reason);

    [Fact]
    public void A_condition_that_is_missing_is_named()
    {
        Condition ready = HostConditions.Summarize(null, false, null);

        Assert.Equal(("False", Reasons.NotReady, "ResetReady is not known yet"), (ready.Status, ready.Reason, ready.Message));
    }

    private static Condition True(string type) => new() { Type = type, Status = ConditionStatus.True, Reason = "Holds" };

    private static Condition False(string type, string reason) =>
        new() { Type = type, Status = ConditionStatus.False, Reason = reason, Message = $"about {type}" };
}
