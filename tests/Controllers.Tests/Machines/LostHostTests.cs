using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Machines;
using ElementalProvider.Controllers.Workload;
using static ElementalProvider.Controllers.Tests.Machines.MachineScenes;

namespace ElementalProvider.Controllers.Tests.Machines;

/// <summary>What a machine does whose host is deleted under it, and what it must not take for that.</summary>
public sealed class LostHostTests
{
    private static readonly ElementalHost Going = Bootstrapped.Deleting().Labelled(HostLabels.NeedsReset);

    [Fact]
    public void A_host_that_is_not_there_makes_nothing_of_its_machine_certain()
    {
        ElementalMachineStatus status = Settles(Serving() with { Host = Bootstrapped.Away() }).Status!;

        AssertCondition(status, ConditionTypes.HostReady, "Unknown", Reasons.HostLost, "the host h1 is not connected: no power");
        AssertCondition(status, ConditionTypes.Ready, "Unknown", Reasons.HostLost, "the host h1 is not connected: no power");
        Assert.True(status is { Ready: true, Initialization.Provisioned: true });
    }

    [Fact]
    public void A_host_that_is_two_machines_is_no_ready_host()
    {
        ElementalHost cloned = Bootstrapped.Saying(ConditionTypes.IdentityReady, ConditionStatus.False, Reasons.HostCloned, "boot a and boot b");

        ElementalMachineStatus status = Settles(Serving() with { Host = cloned }).Status!;

        AssertCondition(status, ConditionTypes.HostReady, "False", Reasons.HostCloned, "the host h1 is two machines: boot a and boot b");
    }

    [Fact]
    public void A_host_that_is_lost_between_choice_and_claim_is_given_up() =>
        Assert.Equal("h1", Assert.IsType<MachineStep.ForgetHost>(MachineDecisions.Next(Seen with { Machine = Claiming, Host = Given.Host().Away() })).HostName);

    [Fact]
    public void A_host_that_is_deleted_before_it_joined_is_given_up() =>
        Assert.Equal("h1", Assert.IsType<MachineStep.ForgetHost>(MachineDecisions.Next(Seen with { Machine = Claiming, Host = Claimed.Deleting().Labelled(HostLabels.NeedsReset) })).HostName);

    [Fact]
    public void A_node_is_taken_back_before_its_host_is_given_up()
    {
        ElementalMachineStatus status = Assert.IsType<MachineStep.ReportLoss>(MachineDecisions.Next(Serving() with { Host = Going })).Status;

        AssertCondition(
            status, ConditionTypes.AssociationReady, "False", Reasons.HostBeingDeleted, "the host h1 is being deleted; looking for another one");
        AssertCondition(status, ConditionTypes.ProviderIDReady, "Unknown", Reasons.WaitingForEarlierStep, "");
        Assert.True(status is { Ready: true, Initialization.Provisioned: true });
    }

    [Fact]
    public void A_provisioned_machine_gives_its_deleted_host_up_and_keeps_the_provider_ID()
    {
        MachineSeen reported = AfterReport();

        Assert.Equal("h1", Assert.IsType<MachineStep.ForgetHost>(MachineDecisions.Next(reported)).HostName);
        Assert.Equal("elemental://lab/h1", HostClaim.ForgottenOn(reported.Machine).Spec!.ProviderId);
    }

    [Fact]
    public void A_provisioned_machine_without_a_host_chooses_claims_and_waits_for_the_node_of_the_next_one()
    {
        MachineSeen hostless = AfterReport() with { Host = null, Hosts = PoolOf(Given.Host("h2")) };
        hostless = hostless with { Machine = HostClaim.ForgottenOn(hostless.Machine) };
        Assert.Equal("h2", Assert.IsType<MachineStep.RecordHost>(MachineDecisions.Next(hostless)).Host.Metadata.Name);

        MachineSeen recorded = hostless with
        {
            Machine = HostClaim.RecordedOn(hostless.Machine, Given.Host("h2")), Host = Given.Host("h2"), IsConfirmed = true,
        };
        Assert.IsType<MachineStep.Claim>(MachineDecisions.Next(recorded));

        MachineSeen claimed = recorded with { Host = HostClaim.On(Given.Host("h2"), recorded.Machine, Given.Owner()) };
        ElementalMachineStatus waiting = Settles(claimed).Status!;
        AssertCondition(waiting, ConditionTypes.Ready, "False", Reasons.HostWaitingForBootstrap, "the host h2 is not bootstrapped yet");
        Assert.True(waiting is { Ready: true, Initialization.Provisioned: true });

        MachineSeen bootstrapped = claimed with { Host = claimed.Host!.Labelled(HostLabels.Bootstrapped) };
        Assert.IsType<MachineStep.LookForNode>(MachineDecisions.Next(bootstrapped));
    }

    [Fact]
    public void A_provisioned_machine_without_a_host_says_what_it_waits_for_and_stays_provisioned()
    {
        MachineSeen hostless = AfterReport() with { Host = null };
        ElementalMachineStatus status = Settles(hostless with { Machine = HostClaim.ForgottenOn(hostless.Machine) }).Status!;

        AssertCondition(
            status, ConditionTypes.Ready, "False", Reasons.MissingAvailableHosts, "1 more host is needed: there is no host in the namespace lab");
        Assert.True(status is { Ready: true, Initialization.Provisioned: true });
    }

    [Fact]
    public void A_next_host_that_is_lost_before_its_node_joined_is_given_up_in_turn()
    {
        MachineSeen seen = AfterReport() with { Host = null };
        MachineSeen next = seen with { Machine = HostClaim.RecordedOn(HostClaim.ForgottenOn(seen.Machine), Given.Host("h2")) };

        Assert.Equal("h2", Assert.IsType<MachineStep.ForgetHost>(MachineDecisions.Next(next)).HostName);
    }

    public static TheoryData<string> NoLoss => ["moved away", "host paused", "cluster paused", "machine paused", "another host", "not named"];

    [Theory]
    [MemberData(nameof(NoLoss))]
    public void I3_T14_Not_every_deletion_is_a_loss(string what)
    {
        MachineSeen seen = Serving() with { Host = Going };
        seen = what switch
        {
            "moved away" => seen with { Host = Going.Annotated(ClusterApiGroup.DeleteForMoveAnnotation) },
            "host paused" => seen with { Host = Going.Annotated(ClusterApiGroup.PausedAnnotation) },
            "cluster paused" => seen with { Cluster = Given.Cluster(paused: true) },
            "machine paused" => seen with { Machine = seen.Machine.Annotated(ClusterApiGroup.PausedAnnotation) },
            "another host" => seen with { Host = Given.Host("h2").Deleting() },
            _ => seen with { Machine = HostClaim.ForgottenOn(seen.Machine), Host = null },
        };

        Assert.False(seen.LosesHost);
        Assert.False(MachineDecisions.Next(seen) is MachineStep.ForgetHost or MachineStep.ReportLoss);
    }

    [Fact]
    public void A_deletion_counts_even_where_owner_and_cluster_are_gone_or_the_host_would_wait_for_ever()
    {
        ElementalMachine orphan = Claiming.WithMetadata(Claiming.Metadata with { OwnerReferences = null, Finalizers = null });

        Assert.IsType<MachineStep.ForgetHost>(MachineDecisions.Next(
            Seen with { Machine = orphan, Owner = null, Cluster = null, Host = Claimed.Deleting().Labelled(HostLabels.NeedsReset) }));
    }

    [Fact]
    public void M2_A_joined_host_that_vanished_unseen_is_not_replaced()
    {
        MachineSeen vanished = Serving() with { Host = null };

        Assert.False(vanished.MustForgetHost);
        AssertCondition(
            Settles(vanished).Status!, ConditionTypes.Ready, "False", Reasons.AssociatedHostNotFound,
            "the host h1 does not exist any more; delete the Machine to replace it");
    }

    [Fact]
    public void I1_Nor_is_a_claimed_host_that_vanished_unseen_it_may_be_joining_with_the_data_of_the_machine()
    {
        ElementalMachine held = Claiming with
        {
            Status = new ElementalMachineStatus { Conditions = [new Condition { Type = ConditionTypes.AssociationReady, Status = ConditionStatus.True, Reason = "HostClaimed" }] },
        };
        MachineSeen vanished = Seen with { Machine = held, Host = null };

        ElementalMachineStatus status = Settles(vanished).Status!;
        AssertCondition(
            status, ConditionTypes.AssociationReady, "False", Reasons.AssociatedHostNotFound, "the host h1 does not exist any more; delete the Machine to replace it");
        Assert.False(vanished.MustForgetHost);
        Assert.Equal(status, Settles(vanished with { Machine = held with { Status = status } }).Status);
    }

    [Fact]
    public void I1_The_next_host_of_a_machine_that_was_provisioned_is_claimed_again_when_it_vanished_and_comes_back_free()
    {
        MachineSeen next = AfterReport() with { Host = null, IsConfirmed = true };
        IReadOnlyList<Condition> held = Conditions.Set(
            next.Machine.Status!.Conditions, new Condition { Type = ConditionTypes.AssociationReady, Status = ConditionStatus.True, Reason = Reasons.HostAssociated }, Given.Now);
        next = next with { Machine = next.Machine with { Status = next.Machine.Status with { Conditions = held } } };

        ElementalMachineStatus missed = Settles(next).Status!;

        AssertCondition(missed, ConditionTypes.ProviderIDReady, "Unknown", Reasons.WaitingForEarlierStep, "");
        Assert.IsType<MachineStep.Claim>(MachineDecisions.Next(next with { Machine = next.Machine with { Status = missed }, Host = Given.Host() }));
    }

    [Fact]
    public void G5_A_moved_machine_whose_status_is_lost_gives_a_deleted_host_up_as_well()
    {
        Machine owner = Given.Owner() with { Spec = Given.Owner().Spec! with { ProviderId = "elemental://lab/h1" } };
        MachineSeen moved = Seen with { Machine = Claiming, Owner = owner, Host = Going };

        ElementalMachineStatus status = Assert.IsType<MachineStep.ReportLoss>(MachineDecisions.Next(moved)).Status;

        Assert.IsType<MachineStep.ForgetHost>(MachineDecisions.Next(moved with { Machine = moved.Machine with { Status = status } }));
    }

    public static TheoryData<bool, bool, bool, bool> PartialViews
    {
        get
        {
            TheoryData<bool, bool, bool, bool> views = [];
            for (int view = 0; view < 16; view++)
                views.Add((view & 1) != 0, (view & 2) != 0, (view & 4) != 0, (view & 8) != 0);
            return views;
        }
    }

    /// <summary>A target of clusterctl move sees the objects in any order; whatever it has not seen yet, it takes nothing for a loss.</summary>
    [Theory]
    [MemberData(nameof(PartialViews))]
    public void T14_MV3_A_half_seen_cluster_never_makes_a_moved_machine_let_go(bool seesOwner, bool seesCluster, bool seesHost, bool unpaused)
    {
        Machine owner = Given.Owner() with { Spec = Given.Owner().Spec! with { ProviderId = "elemental://lab/h1" } };
        ElementalMachine moved = Claiming.WithMetadata(Claiming.Metadata with { Uid = "new" });
        MachineSeen seen = Seen with
        {
            Machine = moved,
            Owner = seesOwner ? owner : null,
            Cluster = seesCluster ? Given.Cluster(paused: !unpaused) : null,
            Host = seesHost ? Bootstrapped : null,
        };

        MachineStep step = MachineDecisions.Next(seen);

        Assert.True(step is MachineStep.Settle or MachineStep.LookForNode, $"the machine would {step.GetType().Name}");
    }

    private static MachineSeen Serving()
    {
        ElementalMachineStatus status = Settles(
            Seen with { Machine = Claiming, Host = Bootstrapped, Node = new NodeSighting.Found(MachineScenes.Joined) }).Status!;
        Assert.True(Conditions.IsTrue(status.Conditions, ConditionTypes.ProviderIDReady));
        return Running with { Machine = Claiming with { Status = status } };
    }

    private static MachineSeen AfterReport()
    {
        MachineSeen seen = Serving() with { Host = Going };
        ElementalMachineStatus status = Assert.IsType<MachineStep.ReportLoss>(MachineDecisions.Next(seen)).Status;
        return seen with { Machine = seen.Machine with { Status = status } };
    }

    [Fact]
    public void A_host_that_nobody_meant_to_delete_is_kept() =>
        AssertCondition(
            Settles(Serving() with { Host = Bootstrapped.Deleting() }).Status!,
            ConditionTypes.HostReady, "False", Reasons.HostBeingDeleted, "the host h1 is being deleted");

    [Theory]
    [InlineData("em1", "c1", true)]
    [InlineData(null, null, true)]
    [InlineData("em2", "c1", false)]
    [InlineData("em1", "c2", false)]
    public void A_host_that_lost_its_object_is_taken_back_by_the_machine_that_it_serves_and_without_bootstrap_data(string? machine, string? cluster, bool expected)
    {
        ElementalHost orphan = Given.Host().Labelled(HostLabels.Bootstrapped) with
        {
            Spec = new ElementalHostSpec { OrphanOf = new HostOrphan { MachineName = machine, ClusterName = cluster, BootId = "b1" } },
        };
        MachineStep step = MachineDecisions.Next(Serving() with { Host = orphan });

        Assert.Equal(expected, step is MachineStep.Adopt);
        Assert.Equal(HostAvailability.Orphaned, orphan.Availability());
        ElementalHost back = HostClaim.Adopted(orphan, Claiming, Given.Owner());
        Assert.True(HostClaim.IsHeldBy(back, Claiming));
        Assert.Equal((null, null), (back.Spec!.BootstrapSecret, back.Spec.OrphanOf));
    }

    [Fact]
    public void MV4_Moves_wait_while_something_is_done_to_the_host_of_a_node_also_in_a_pause()
    {
        ElementalHost updating = Bootstrapped with { Status = new ElementalHostStatus { Phase = HostPhase.ReconcilingOsVersion } };
        MachineSeen seen = Serving() with { Host = updating, Cluster = Given.Cluster(paused: true) };

        Assert.True(Assert.IsType<MachineStep.BlockMove>(MachineDecisions.Next(seen)).IsNeeded);
        MachineSeen after = seen with { Machine = seen.Machine.Annotated(ClusterApiGroup.BlockMoveAnnotation, MoveBlock.Value), Host = Bootstrapped };
        Assert.False(Assert.IsType<MachineStep.BlockMove>(MachineDecisions.Next(after)).IsNeeded);
    }
}
