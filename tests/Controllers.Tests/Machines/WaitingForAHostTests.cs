using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Machines;
using static ElementalProvider.Controllers.Tests.Machines.MachineScenes;

namespace ElementalProvider.Controllers.Tests.Machines;

/// <summary>What a machine says that finds no host, and how often.</summary>
public sealed class WaitingForAHostTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void I9_No_free_host_is_explained_and_counted_again_later()
    {
        MachineStep.Settle settle = Settles(Seen);

        AssertCondition(
            settle.Status!, ConditionTypes.AssociationReady, "False", Reasons.MissingAvailableHosts,
            "1 more host is needed: there is no host in the namespace lab");
        Assert.Equal(MachineDecisions.CountsAge, settle.RequeueAfter);
    }

    [Fact]
    public void I9_The_machines_that_wait_for_the_same_hosts_are_counted()
    {
        MachineSeen seen = Seen with { Hosts = PoolOf() with { Waiting = () => 4 } };

        Assert.StartsWith("4 more hosts are needed: ", Message(Settles(seen)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(12, 18)]
    [InlineData(29, 1)]
    public void I6_Counts_that_were_written_a_moment_ago_stand(int age, int again)
    {
        MachineStep.Settle settle = Settles(Waiting(counted: Given.Now - (age * Second)) with { Hosts = PoolOf(Given.Host().Labelled(HostLabels.NeedsReset)) });

        Assert.Equal("1 more host is needed: there is no host in the namespace lab", Message(settle));
        Assert.Equal(again * Second, settle.RequeueAfter);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(500)]
    [InlineData(null)]
    public void Counts_that_are_old_or_of_an_unknown_age_are_made_again(int? age)
    {
        MachineStep.Settle settle = Settles(Waiting(counted: age is { } seconds ? Given.Now - (seconds * Second) : null) with
        {
            Hosts = PoolOf(Given.Host().Labelled(HostLabels.NeedsReset)),
        });

        Assert.EndsWith("cannot be claimed: 1 being reset", Message(settle), StringComparison.Ordinal);
        Assert.Equal(MachineDecisions.CountsAge, settle.RequeueAfter);
    }

    [Fact]
    public void A_changed_selector_is_answered_at_once()
    {
        MachineSeen seen = Waiting(counted: Given.Now);
        ElementalMachine changed = seen.Machine with
        {
            Metadata = seen.Machine.Metadata with { Generation = 4 },
            Spec = seen.Machine.Spec! with { Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["role"] = "worker" } } },
        };

        Assert.StartsWith("1 more host matching role=worker is needed: ", Message(Settles(seen with { Machine = changed })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_can_be_claimed_is_taken_at_once_however_fresh_the_counts_are() =>
        Assert.IsType<MachineStep.RecordHost>(MachineDecisions.Next(Waiting(counted: Given.Now) with { Hosts = PoolOf(Given.Host()) }));

    private static MachineSeen Waiting(DateTimeOffset? counted) =>
        Seen with { Machine = Given.Machine() with { Status = Settles(Seen).Status }, CountedAt = counted };

    private static string Message(MachineStep.Settle settle) => Conditions.Find(settle.Status!.Conditions, ConditionTypes.AssociationReady)!.Message;
}
