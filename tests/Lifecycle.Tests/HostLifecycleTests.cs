using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Elemental.Lifecycle;

namespace ElementalProvider.Lifecycle.Tests;

public sealed class HostLifecycleTests
{
    [Theory]
    [InlineData(null, HostPhase.FinalizingRegistration)]
    [InlineData("", HostPhase.Running)]
    [InlineData(HostPhase.FinalizingRegistration, HostPhase.Running)]
    [InlineData(HostPhase.Installing, HostPhase.Bootstrapping)]
    [InlineData(HostPhase.Running, HostPhase.Running)]
    [InlineData(HostPhase.Running, HostPhase.Resetting)]
    [InlineData(HostPhase.TriggeringReset, HostPhase.Running)]
    [InlineData(HostPhase.Resetting, HostPhase.TriggeringReset)]
    public void A_phase_can_follow_where_a_row_or_a_chain_of_rows_leads_to_it(string? before, string after) =>
        Assert.True(HostLifecycle.CanFollow(before, after, mustReset: true));

    [Theory]
    [InlineData(HostPhase.Running)]
    [InlineData(HostPhase.Bootstrapping)]
    [InlineData(HostPhase.FinalizingRegistration)]
    public void A_reset_that_nobody_asked_for_can_be_given_up(string after) =>
        Assert.True(HostLifecycle.CanFollow(HostPhase.Resetting, after, mustReset: false));

    [Theory]
    [InlineData(HostPhase.Resetting, HostPhase.Running)]
    [InlineData(HostPhase.Resetting, HostPhase.Bootstrapping)]
    [InlineData(HostPhase.Resetting, HostPhase.ReconcilingOsVersion)]
    [InlineData(HostPhase.Resetting, HostPhase.FinalizingRegistration)]
    [InlineData(HostPhase.Resetting, HostPhase.Installing)]
    [InlineData(HostPhase.Running, HostPhase.Registering)]
    [InlineData(HostPhase.TriggeringReset, HostPhase.Registering)]
    public void What_is_over_cannot_follow(string before, string after) => Assert.False(HostLifecycle.CanFollow(before, after, mustReset: true));

    [Theory]
    [InlineData(HostPhase.Resetting, "Polishing")]
    [InlineData("Polishing", HostPhase.Running)]
    [InlineData(HostPhase.Resetting, "")]
    [InlineData(HostPhase.Resetting, null)]
    public void Phases_of_other_versions_and_none_at_all_can_always_follow(string before, string? after) =>
        Assert.True(HostLifecycle.CanFollow(before, after, mustReset: true));

    [Theory]
    [InlineData(HostPhase.Running, HostPhase.TriggeringReset, "a reset is asked for")]
    [InlineData(HostPhase.TriggeringReset, HostPhase.Resetting, "the recovery system boots")]
    [InlineData(HostPhase.Bootstrapping, HostPhase.Running, "the bootstrap sentinel appears")]
    [InlineData(null, HostPhase.Running, "the machine comes back")]
    public void A_transition_has_the_name_of_its_row(string? before, string after, string name) =>
        Assert.Equal(name, HostLifecycle.Between(before, after)?.Event);

    [Theory]
    [InlineData(HostPhase.Running, HostPhase.Running)]
    [InlineData(HostPhase.FinalizingRegistration, HostPhase.Resetting)]
    [InlineData(HostPhase.Running, "Polishing")]
    public void What_is_no_single_row_has_no_name(string before, string after) => Assert.Null(HostLifecycle.Between(before, after));

    [Fact]
    public void Every_phase_is_the_phase_of_a_state()
    {
        IEnumerable<string> phases = typeof(HostPhase).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(phases.Order(StringComparer.Ordinal), Enum.GetValues<HostState>().Select(HostLifecycle.PhaseOf).Where(phase => phase.Length > 0).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_state_can_be_reached_and_only_the_last_one_can_not_be_left()
    {
        HostState[] all = Enum.GetValues<HostState>();

        Assert.Equal([HostState.NotRegistered], all.Except(HostLifecycle.Table.Select(row => row.To)));
        Assert.Equal([HostState.Gone], all.Except(HostLifecycle.Table.SelectMany(row => row.From)));
    }

    [Fact]
    public void No_two_rows_lead_from_one_state_to_the_same_other_one() =>
        Assert.Empty(
            from row in HostLifecycle.Table
            from start in row.From
            group row by (start, row.To) into same
            where same.Count() > 1 && same.Key.To != HostState.Gone
            select same.Key);
}
