using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Machines;
using ElementalProvider.Controllers.Workload;
using static ElementalProvider.Controllers.Tests.Machines.MachineScenes;

namespace ElementalProvider.Controllers.Tests.Machines;

public sealed class MachineDecisionsTests
{
    [Fact]
    public void T13_Nothing_is_written_before_core_has_set_the_owner()
    {
        MachineSeen seen = Seen with { Machine = Orphan(), Owner = null };

        MachineStep.Settle settle = Settles(seen);

        Assert.Same(seen.Machine.Status, settle.Status);
        Assert.Equal(MachineDecisions.OwnerGrace, settle.RequeueAfter);
    }

    [Fact]
    public void M1_A_machine_that_stays_without_an_owner_says_so() =>
        AssertWaits(
            Seen with { Machine = Orphan(), Owner = null, Now = Given.Now + MachineDecisions.OwnerGrace },
            ConditionTypes.AssociationReady, Reasons.MissingMachineOwner, "no Machine owns this ElementalMachine");

    [Theory]
    [InlineData("Cluster", "cluster.x-k8s.io/v1beta2")]
    [InlineData("Machine", "other.example/v1")]
    [InlineData("Machine", "v1")]
    public void C6_Only_an_owner_of_the_right_group_and_kind_counts(string kind, string apiVersion)
    {
        ElementalMachine machine = Given.Machine();
        var owner = new V1OwnerReference { ApiVersion = apiVersion, Kind = kind, Name = "m1", Uid = "u" };

        Assert.Null((Seen with { Machine = machine.WithMetadata(machine.Metadata with { OwnerReferences = [owner] }) }).OwnerReference);
    }

    [Fact]
    public void O3_The_finalizer_comes_before_everything_else_once_the_owner_is_there() =>
        Assert.IsType<MachineStep.AddFinalizer>(MachineDecisions.Next(
            Seen with { Machine = Given.Machine().WithoutFinalizers(), Cluster = Given.Cluster(paused: true) }));

    [Theory]
    [InlineData(true, false, "Cluster spec.paused is set to true")]
    [InlineData(false, true, "ElementalMachine has the cluster.x-k8s.io/paused annotation")]
    [InlineData(true, true, "Cluster spec.paused is set to true, ElementalMachine has the cluster.x-k8s.io/paused annotation")]
    public void O4_A_paused_machine_does_nothing_but_say_so(bool cluster, bool annotation, string message)
    {
        ElementalMachine machine = annotation ? Given.Machine().Annotated(ClusterApiGroup.PausedAnnotation) : Given.Machine();

        IReadOnlyList<Condition> conditions = Settles(Seen with { Machine = machine, Cluster = Given.Cluster(paused: cluster) }).Status!.Conditions!;

        Condition paused = Conditions.Find(conditions, ConditionTypes.Paused)!;
        Assert.Equal(("True", "Paused", message, 3L), (paused.Status, paused.Reason, paused.Message, paused.ObservedGeneration));
        Assert.Equal(5, conditions.Count);
    }

    [Fact]
    public void O4_A_machine_that_is_not_paused_says_so_too()
    {
        Condition paused = Conditions.Find(Settles(Seen).Status!.Conditions, ConditionTypes.Paused)!;

        Assert.Equal(("False", "NotPaused", "", 3L), (paused.Status, paused.Reason, paused.Message, paused.ObservedGeneration));
    }

    [Fact]
    public void M1_The_Machine_must_be_known() =>
        AssertWaits(Seen with { Owner = null }, ConditionTypes.AssociationReady, Reasons.MissingMachineOwner, "the Machine m1 is not known");

    [Fact]
    public void M1_The_Cluster_must_be_known() =>
        AssertWaits(Seen with { Cluster = null }, ConditionTypes.AssociationReady, Reasons.MissingAssociatedCluster, "the Cluster c1 is not known");

    [Fact]
    public void M1_The_cluster_infrastructure_comes_before_the_bootstrap_data() =>
        AssertWaits(
            Seen with { Cluster = Given.Cluster(infrastructureProvisioned: false), Owner = Given.Owner(dataSecretName: null) },
            ConditionTypes.AssociationReady, Reasons.MissingClusterInfrastructureReady, "the infrastructure of the Cluster c1 is not provisioned yet");

    [Fact]
    public void M1_The_bootstrap_data_comes_before_the_host() =>
        AssertWaits(
            Seen with { Owner = Given.Owner(dataSecretName: null), Hosts = PoolOf(Given.Host()) },
            ConditionTypes.AssociationReady, Reasons.MissingBootstrapSecret, "the Machine m1 has no bootstrap data yet");

    [Fact]
    public void I1_The_machine_names_its_host_before_it_claims_it()
    {
        ElementalHost host = Given.Host();

        Assert.Same(host, Assert.IsType<MachineStep.RecordHost>(MachineDecisions.Next(Seen with { Hosts = PoolOf(host) })).Host);
        Assert.Same(host, Assert.IsType<MachineStep.Claim>(MachineDecisions.Next(
            Seen with { Machine = Claiming, Host = host, Hosts = PoolOf(Given.Host("h0")), IsConfirmed = true })).Host);
    }

    [Fact]
    public void I1_A_claim_that_was_begun_earlier_is_finished_only_on_the_word_of_the_server()
    {
        MachineSeen cached = Seen with { Machine = Claiming, Host = Given.Host(), Hosts = PoolOf(Given.Host("h0")) };
        ElementalMachine elsewhere = HostClaim.RecordedOn(Given.Machine(), Given.Host("h2"));

        Assert.IsType<MachineStep.ConfirmMachine>(MachineDecisions.Next(cached));
        Assert.IsType<MachineStep.Claim>(MachineDecisions.Next(MachineSeen.Confirmed(cached, Claiming)!));
        Assert.Null(MachineSeen.Confirmed(cached, elsewhere)!.Host);
        Assert.Null(MachineSeen.Confirmed(cached, null));
        Assert.Null(MachineSeen.Confirmed(cached, Claiming.WithMetadata(Claiming.Metadata with { Uid = "another" })));
    }

    [Fact]
    public void A_host_that_another_machine_is_about_to_claim_is_looked_at_again_soon_and_not_reported()
    {
        MachineSeen seen = Seen with { Hosts = HostPool.Of([Given.Host()]) with { Candidates = () => [] } };

        MachineStep.Settle settle = Settles(seen);

        Assert.Equal(MachineDecisions.ContestedRetry, settle.RequeueAfter);
        Assert.Same(seen.Machine.Status, settle.Status);
    }

    [Fact]
    public void I1_A_host_that_names_the_machine_is_taken_before_any_other()
    {
        MachineSeen seen = Seen with { Host = Claimed, Hosts = PoolOf(Given.Host("h0"), Given.Host("h2")) };

        Assert.Equal("h1", Assert.IsType<MachineStep.RecordHost>(MachineDecisions.Next(seen)).Host.Metadata.Name);
    }

    [Fact]
    public void A_lost_host_is_given_up_before_the_machine_was_provisioned() =>
        Assert.Equal("h1", Assert.IsType<MachineStep.ForgetHost>(MachineDecisions.Next(Seen with { Machine = Claiming })).HostName);

    [Fact]
    public void I1_A_host_that_serves_another_machine_is_given_up_not_taken_back() =>
        Assert.IsType<MachineStep.ForgetHost>(MachineDecisions.Next(
            Seen with { Machine = Claiming, Host = HostClaim.On(Given.Host(), Given.Machine("em2"), Given.Owner()) }));

    [Fact]
    public void M2_A_provisioned_machine_keeps_its_provider_ID_even_when_its_host_is_gone()
    {
        ElementalMachineStatus status = Settles(Running with { Host = null }).Status!;

        AssertCondition(
            status, ConditionTypes.Ready, "False", Reasons.AssociatedHostNotFound, "the host h1 does not exist any more; delete the Machine to replace it");
        Assert.True(status is { Ready: true, Initialization.Provisioned: true });
    }

    [Fact]
    public void M2_G5_A_moved_machine_whose_status_was_lost_does_not_look_for_another_host()
    {
        Machine owner = Given.Owner();
        MachineSeen seen = Seen with { Machine = Claiming, Owner = owner with { Spec = owner.Spec! with { ProviderId = "elemental://lab/h1" } } };

        AssertCondition(
            Settles(seen).Status!, ConditionTypes.AssociationReady, "False", Reasons.AssociatedHostNotFound,
            "the host h1 does not exist any more; delete the Machine to replace it");
    }

    [Fact]
    public void G5_A_moved_host_is_recognised_although_both_sides_have_new_UIDs()
    {
        ElementalMachine moved = Claiming.WithMetadata(Claiming.Metadata with { Uid = "new" });

        Assert.True(HostClaim.IsHeldBy(Claimed, moved));
        Assert.False(HostClaim.IsHeldBy(Claimed, Given.Machine().WithMetadata(Given.Machine().Metadata with { Uid = "new" })));
    }

    public static TheoryData<string, string, string> HostStates => new()
    {
        { "installing", Reasons.HostWaitingForInstall, "the host h1 is not installed yet" },
        { "bootstrapping", Reasons.HostWaitingForBootstrap, "the host h1 is not bootstrapped yet" },
        {
            "rolled back", Reasons.HostWaitingForBootstrap,
            "the host h1 is not bootstrapped before its OS version is settled: RolledBack: Not tried again."
        },
        { "failed", Reasons.HostBootstrapFailed, "the host h1 failed to bootstrap: no sentinel" },
        { "being reset", Reasons.HostBeingReset, "the host h1 is being reset" },
        { "being deleted", Reasons.HostBeingDeleted, "the host h1 is being deleted" },
    };

    [Theory]
    [MemberData(nameof(HostStates))]
    public void The_machine_waits_for_its_host_and_says_for_what(string state, string reason, string message)
    {
        var failed = new Condition { Type = ConditionTypes.BootstrapReady, Status = "False", Reason = Reasons.BootstrapFailed, Message = "no sentinel" };
        var rolledBack = new Condition { Type = ConditionTypes.OSVersionReady, Status = "False", Reason = Reasons.RolledBack, Message = "Not tried again." };
        ElementalHost host = state switch
        {
            "rolled back" => Claimed with { Status = new ElementalHostStatus { Conditions = [rolledBack] } },
            "installing" => Claimed.Unlabelled(HostLabels.Installed),
            "failed" => Claimed with { Status = new ElementalHostStatus { Conditions = [failed] } },
            "being reset" => Claimed.Labelled(HostLabels.NeedsReset),
            "being deleted" => Claimed.Deleting().Annotated(ClusterApiGroup.PausedAnnotation),
            _ => Claimed,
        };

        AssertWaits(Seen with { Machine = Claiming, Host = host }, ConditionTypes.HostReady, reason, message);
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Only_worker_machines_wait_for_the_control_plane(bool controlPlane, bool initialized, bool waits)
    {
        MachineSeen seen = Seen with
        {
            Machine = Claiming,
            Host = Bootstrapped,
            Owner = Given.Owner(controlPlane: controlPlane),
            Cluster = Given.Cluster(controlPlaneInitialized: initialized),
        };

        if (!waits)
            Assert.IsType<MachineStep.LookForNode>(MachineDecisions.Next(seen));
        else
            AssertCondition(
                Settles(seen).Status!, ConditionTypes.ProviderIDReady, "Unknown", Reasons.WaitingForControlPlaneInitialized,
                "the control plane is not initialized yet");
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(4, 2)]
    [InlineData(40, 10)]
    [InlineData(100_000, 30)]
    public void A_late_node_is_looked_for_again_soon_and_never_backed_off_for_long(int waitedSeconds, int delaySeconds)
    {
        Condition standing = new()
        {
            Type = ConditionTypes.ProviderIDReady, Status = "False", Reason = Reasons.NodeNotFound, LastTransitionTime = Given.Now.AddSeconds(-waitedSeconds),
        };
        MachineSeen seen = Seen with
        {
            Machine = Claiming with { Status = new ElementalMachineStatus { Conditions = [standing] } },
            Host = Bootstrapped,
            Node = new NodeSighting.Missing(),
        };

        MachineStep.Settle settle = Settles(seen);

        Assert.Equal(TimeSpan.FromSeconds(delaySeconds), settle.RequeueAfter);
        AssertCondition(
            settle.Status!,
            ConditionTypes.ProviderIDReady,
            "False",
            Reasons.NodeNotFound,
            "the Node h1 has not joined the Cluster c1 yet; where its kubelet registers under another name, name it h1 (nodeRegistration.name of kubeadm), "
            + "or give it the provider ID elemental://lab/h1 (kubelet --provider-id), by which it is found as well");
    }

    [Fact]
    public void An_unreachable_workload_cluster_is_a_condition_not_an_error()
    {
        MachineStep.Settle settle = Settles(Seen with { Machine = Claiming, Host = Bootstrapped, Node = new NodeSighting.Unreachable("it is down") });

        AssertCondition(settle.Status!, ConditionTypes.ProviderIDReady, "Unknown", Reasons.WorkloadClusterUnreachable, "it is down");
        Assert.Equal(NodeRetry.Shortest, settle.RequeueAfter);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void M2_A_node_without_a_provider_ID_gets_that_of_the_machine(string? nodeHas)
    {
        V1Node node = Joined with { Spec = new V1NodeSpec { ProviderID = nodeHas } };

        Assert.Equal("elemental://lab/h1", Assert.IsType<MachineStep.InitializeNode>(MachineDecisions.Next(Sees(node))).ProviderId);
    }

    [Fact]
    public void M2_A_node_with_another_provider_ID_keeps_it_and_the_machine_follows()
    {
        V1Node node = Joined with { Spec = new V1NodeSpec { ProviderID = "other://1" } };

        Assert.Equal("other://1", Assert.IsType<MachineStep.AdoptProviderId>(MachineDecisions.Next(Sees(node))).ProviderId);
    }

    [Fact]
    public void A_node_that_waits_for_a_cloud_provider_is_released_from_that()
    {
        var taint = new V1Taint { Key = MachineDecisions.UninitializedTaint, Effect = "NoSchedule", Value = "true" };

        Assert.IsType<MachineStep.InitializeNode>(MachineDecisions.Next(
            Sees(Joined with { Spec = Joined.Spec! with { Taints = [taint] } })));
    }

    [Fact]
    public void M3_V6_T15_A_joined_machine_is_provisioned_in_both_contracts_with_its_addresses()
    {
        ElementalMachineStatus status = Settles(Sees(Joined)).Status!;

        Assert.True(status is { Ready: true, Initialization.Provisioned: true });
        Assert.Equal([new MachineAddress { Type = "InternalIP", Address = "192.0.2.7" }], status.Addresses);
        Assert.All(
            status.Conditions!.Where(condition => condition.Type != ConditionTypes.Paused), condition => Assert.Equal("True", condition.Status));
    }

    [Theory]
    [MemberData(nameof(HostStates))]
    public void M3_Provisioned_is_never_taken_back_whatever_the_host_does(string state, string reason, string message)
    {
        Assert.NotEmpty(message);
        var rolledBack = new Condition { Type = ConditionTypes.OSVersionReady, Status = "False", Reason = Reasons.RolledBack, Message = "Not tried again." };
        ElementalHost host = state switch
        {
            "rolled back" => Claimed with { Status = new ElementalHostStatus { Conditions = [rolledBack] } },
            "installing" => Bootstrapped.Unlabelled(HostLabels.Installed),
            "being reset" => Bootstrapped.Labelled(HostLabels.NeedsReset),
            "being deleted" => Bootstrapped.Deleting().Annotated(ClusterApiGroup.PausedAnnotation),
            _ => Bootstrapped,
        };

        ElementalMachineStatus status = Settles(Running with { Host = host }).Status!;

        Assert.True(status is { Ready: true, Initialization.Provisioned: true });
        string expected = host == Bootstrapped ? Reasons.Ready : reason;
        Assert.Equal(expected, Conditions.Find(status.Conditions, ConditionTypes.Ready)!.Reason);
    }

    [Fact]
    public void M10_A_provisioned_machine_neither_looks_for_its_node_nor_waits_for_a_timer()
    {
        MachineStep.Settle settle = Settles(Running);

        Assert.Null(settle.RequeueAfter);
        AssertCondition(settle.Status!, ConditionTypes.Ready, "True", Reasons.Ready, "");
    }

    [Fact]
    public void K1_An_unchanged_machine_settles_on_the_very_same_conditions_later()
    {
        ElementalMachineStatus first = Settles(Seen).Status!;

        ElementalMachineStatus second = Settles(Seen with { Machine = Given.Machine() with { Status = first }, Now = Given.Now.AddHours(1) }).Status!;

        Assert.Same(first.Conditions, second.Conditions);
    }

    private static ElementalMachine Orphan() =>
        Given.Machine().WithoutFinalizers().WithMetadata(Given.Machine().Metadata with { Finalizers = null, OwnerReferences = null });

    private static MachineSeen Sees(V1Node node) => Seen with { Machine = Claiming, Host = Bootstrapped, Node = new NodeSighting.Found(node) };

    /// <summary>The step waits: it is False, Ready repeats it, and the later steps are Unknown (K1).</summary>
    private static void AssertWaits(MachineSeen seen, string type, string reason, string message)
    {
        MachineStep.Settle settle = Settles(seen);

        Assert.Null(settle.RequeueAfter);
        AssertCondition(settle.Status!, type, "False", reason, message);
        AssertCondition(settle.Status!, ConditionTypes.Ready, "False", reason, message);
        Assert.Equal("Unknown", Conditions.Find(settle.Status!.Conditions, ConditionTypes.ProviderIDReady)!.Status);
        Assert.All(settle.Status.Conditions!, condition => Assert.Equal(3, condition.ObservedGeneration));
        Assert.Equal(5, settle.Status.Conditions!.Count);
        Assert.Null(settle.Status.Initialization);
    }
}
