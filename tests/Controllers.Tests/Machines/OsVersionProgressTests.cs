using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Machines;
using static ElementalProvider.Controllers.Tests.Machines.MachineScenes;

namespace ElementalProvider.Controllers.Tests.Machines;

public sealed class OsVersionProgressTests
{
    private const string Wanted = """{"osVersion":{"imageUri":"oci://os:v2"}}""";

    [Fact]
    public void A_machine_that_wants_no_version_has_no_condition_for_it() =>
        Assert.Null(Of(Running));

    [Fact]
    public void A_machine_that_wants_no_version_any_more_loses_the_condition()
    {
        MachineSeen seen = Wants(Running) with { Host = Answering() };
        ElementalMachineStatus status = Settles(seen).Status!;
        Assert.NotNull(Conditions.Find(status.Conditions, ConditionTypes.OSVersionReady));

        ElementalMachineStatus after = Settles(Running with { Machine = Running.Machine with { Status = status }, Host = Answering() }).Status!;

        Assert.Null(Conditions.Find(after.Conditions, ConditionTypes.OSVersionReady));
        Assert.Equal(status.Conditions!.Count - 1, after.Conditions!.Count);
    }

    [Theory]
    [InlineData("True", Reasons.OSVersionReconciled, "")]
    [InlineData("False", Reasons.RolledBack, "the host came up on v1 again")]
    [InlineData("False", Reasons.InPlaceUpdateNotPending, "kubectl label ...")]
    [InlineData("Unknown", "SomethingNew", "words of a newer agent")]
    public void An_answer_of_the_host_is_repeated_word_for_word(string status, string reason, string message)
    {
        Condition? condition = Of(Wants(Running) with { Host = Answering(status, reason, message) });

        Assert.Equal((status, reason, message, 3L), (condition!.Status, condition.Reason, condition.Message, condition.ObservedGeneration));
    }

    public static TheoryData<string, string> NotYet => new()
    {
        { "another version", "the version is not forwarded to the host h1 yet" },
        { "no version", "the version is not forwarded to the host h1 yet" },
        { "spec unanswered", "the host h1 has not answered to the version yet" },
        { "condition of before", "the host h1 has not answered to the version yet" },
        { "no condition", "the host h1 has not answered to the version yet" },
        { "no status", "the host h1 has not answered to the version yet" },
    };

    [Theory]
    [MemberData(nameof(NotYet))]
    public void An_old_True_is_never_taken_for_an_answer_to_a_new_wish(string what, string message)
    {
        ElementalHost host = Answering();
        host = what switch
        {
            "another version" => host with { Spec = host.Spec! with { OsVersionManagement = Given.Json("""{"osVersion":{"imageUri":"oci://os:v1"}}""") } },
            "no version" => host with { Spec = host.Spec! with { OsVersionManagement = null } },
            "spec unanswered" => host.WithMetadata(host.Metadata with { Generation = 4 }),
            "condition of before" => host with
            {
                Status = host.Status! with { Conditions = [host.Status.Conditions![0] with { ObservedGeneration = 2 }] },
            },
            "no condition" => host with { Status = host.Status! with { Conditions = [] } },
            _ => host with { Status = null },
        };

        Condition condition = Of(Wants(Running) with { Host = host })!;

        Assert.Equal(
            (ConditionStatus.False, Reasons.WaitingForOSReconcile, message, 3L),
            (condition.Status, condition.Reason, condition.Message, condition.ObservedGeneration));
    }

    [Fact]
    public void Without_a_host_the_version_waits_for_one()
    {
        Condition condition = Of(Wants(Seen))!;

        Assert.Equal(("Unknown", Reasons.WaitingForEarlierStep), (condition.Status, condition.Reason));
    }

    [Theory]
    [InlineData("False", Reasons.WaitingForPostReconcileReboot)]
    [InlineData("False", Reasons.RolledBack)]
    [InlineData("True", Reasons.OSVersionReconciled)]
    public void H2_An_update_of_a_running_machine_leaves_Ready_and_HostReady_alone(string status, string reason)
    {
        ElementalHost host = Answering(status, reason, "") with { };
        MachineSeen seen = Wants(Running) with { Host = host with { Status = host.Status! with { Phase = HostPhase.ReconcilingOsVersion } } };

        IReadOnlyList<Condition> conditions = Settles(seen).Status!.Conditions!;

        Assert.True(Conditions.IsTrue(conditions, ConditionTypes.Ready));
        Assert.True(Conditions.IsTrue(conditions, ConditionTypes.HostReady));
    }

    [Fact]
    public void O4_While_paused_the_answer_stays_with_the_generation_it_was_for()
    {
        ElementalMachineStatus status = Settles(Wants(Running) with { Host = Answering() }).Status!;
        MachineSeen seen = Wants(Running) with { Host = Answering("False", Reasons.RolledBack, ""), Cluster = Given.Cluster(paused: true) };
        ElementalMachine patched = seen.Machine with { Status = status, Metadata = seen.Machine.Metadata with { Generation = 4 } };

        Condition condition = Of(seen with { Machine = patched })!;

        Assert.Equal(("True", 3L), (condition.Status, condition.ObservedGeneration));
    }

    [Fact]
    public void K1_A_paused_machine_that_was_never_looked_at_says_so_of_its_version_too() =>
        Assert.Equal(Reasons.Paused, Of(Wants(Seen) with { Cluster = Given.Cluster(paused: true) })!.Reason);

    private static Condition? Of(MachineSeen seen) => Conditions.Find(Settles(seen).Status!.Conditions, ConditionTypes.OSVersionReady);

    private static MachineSeen Wants(MachineSeen seen) => seen with
    {
        Machine = seen.Machine with { Spec = seen.Machine.Spec! with { OsVersionManagement = Given.Json(Wanted) } },
    };

    /// <summary>A host that carries the wanted version and has answered to it.</summary>
    private static ElementalHost Answering(string status = "True", string reason = Reasons.OSVersionReconciled, string message = "") => Bootstrapped with
    {
        Spec = Bootstrapped.Spec! with { OsVersionManagement = Given.Json("""{ "osVersion": { "imageUri": "oci://os:v2" } }""") },
        Status = new ElementalHostStatus
        {
            ObservedGeneration = 3,
            Conditions =
            [
                new Condition { Type = ConditionTypes.OSVersionReady, Status = status, Reason = reason, Message = message, ObservedGeneration = 3 },
            ],
        },
    };
}
