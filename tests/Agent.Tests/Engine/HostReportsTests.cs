using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Agent.Tests.Engine;

public class HostReportsTests
{
    private static readonly Journal Installed = new() { Registered = true, Finalized = true, Installed = true };

    public static TheoryData<string, string> Phases => new()
    {
        { nameof(HostPhase.Registering), HostPhase.Registering },
        { nameof(HostPhase.FinalizingRegistration), HostPhase.FinalizingRegistration },
        { "Registered", HostPhase.FinalizingRegistration },
        { nameof(HostPhase.Installing), HostPhase.Installing },
        { nameof(HostPhase.Running), HostPhase.Running },
        { nameof(HostPhase.ReconcilingOsVersion), HostPhase.ReconcilingOsVersion },
        { "RebootingForOsVersion", HostPhase.ReconcilingOsVersion },
        { nameof(HostPhase.Bootstrapping), HostPhase.Bootstrapping },
        { "AwaitingBootstrap", HostPhase.Bootstrapping },
        { "Bootstrapped", HostPhase.Running },
        { nameof(HostPhase.TriggeringReset), HostPhase.TriggeringReset },
        { "JournaledReset", HostPhase.TriggeringReset },
        { nameof(HostPhase.Resetting), HostPhase.Resetting },
    };

    [Theory]
    [MemberData(nameof(Phases))]
    public void Every_situation_has_its_phase(string situation, string phase) => Assert.Equal(phase, HostReports.Make(Situation(situation)).Phase);

    [Fact]
    public void A_report_says_who_which_boot_and_what_is_true()
    {
        HostReport report = HostReports.Make(Input(Installed with { Bootstrap = BootstrapStage.Succeeded, Operation = InPhase("Succeeded") }) with
        {
            Desired = new HostDirective { Generation = 7 },
            Facts = new OsFacts { BootId = "boot-2", Version = "v2", Reported = new Dictionary<string, string> { ["colour"] = "red" } },
        });

        Assert.Equal(("9.9.9", "boot-2", 7L), (report.AgentVersion, report.BootId, report.ObservedGeneration));
        Assert.Equal((true, true, "v2"), (report.Installed, report.Bootstrapped, report.OsVersionHash));
        Assert.Equal(("v2", "red"), (report.Facts["os-version"], report.Facts["colour"]));
    }

    [Theory]
    [InlineData(nameof(HostPhase.FinalizingRegistration), "RegistrationReady=False/RegistrationFailed InstallationReady=False/WaitingForInstallation OSVersionReady=True/NoOSVersionWanted BootstrapReady=False/NotClaimed ResetReady=True/NoResetNeeded")]
    [InlineData(nameof(HostPhase.Installing), "RegistrationReady=True/Registered InstallationReady=False/WaitingForInstallation OSVersionReady=True/NoOSVersionWanted BootstrapReady=False/NotClaimed ResetReady=True/NoResetNeeded")]
    [InlineData(nameof(HostPhase.Running), "RegistrationReady=True/Registered InstallationReady=True/Installed OSVersionReady=True/NoOSVersionWanted BootstrapReady=False/NotClaimed ResetReady=True/NoResetNeeded")]
    [InlineData("Claimed", "RegistrationReady=True/Registered InstallationReady=True/Installed OSVersionReady=True/NoOSVersionWanted BootstrapReady=False/WaitingForBootstrap ResetReady=True/NoResetNeeded")]
    [InlineData("Bootstrapped", "RegistrationReady=True/Registered InstallationReady=True/Installed OSVersionReady=True/NoOSVersionWanted BootstrapReady=True/Bootstrapped ResetReady=True/NoResetNeeded")]
    [InlineData(nameof(HostPhase.TriggeringReset), "RegistrationReady=True/Registered InstallationReady=True/Installed OSVersionReady=True/NoOSVersionWanted BootstrapReady=False/NotClaimed ResetReady=False/WaitingForReset")]
    [InlineData("JournaledReset", "RegistrationReady=True/Registered InstallationReady=True/Installed OSVersionReady=True/NoOSVersionWanted BootstrapReady=False/NotClaimed ResetReady=False/ResetFailed")]
    [InlineData(nameof(HostPhase.Resetting), "RegistrationReady=True/Registered InstallationReady=True/Installed OSVersionReady=True/NoOSVersionWanted BootstrapReady=False/NotClaimed ResetReady=False/WaitingForReset")]
    [InlineData("Overdue", "RegistrationReady=True/Registered InstallationReady=True/Installed OSVersionReady=True/NoOSVersionWanted BootstrapReady=False/BootstrapFailed ResetReady=True/NoResetNeeded")]
    public void Conditions_say_what_is_missing_and_why(string situation, string conditions) =>
        Assert.Equal(conditions, Conditions(HostReports.Make(Situation(situation))));

    // What the journal knows of v2, whether v2 is wanted now and may be applied.
    [Theory]
    [InlineData(null, false, false, "True/NoOSVersionWanted")]
    [InlineData(null, true, true, "False/WaitingForOSReconcile")]
    [InlineData(null, true, false, "False/InPlaceUpdateNotPending")]
    [InlineData("Pending", true, true, "False/WaitingForOSReconcile")]
    [InlineData("Pending", true, false, "False/InPlaceUpdateNotPending")]
    [InlineData("Pending", false, false, "True/NoOSVersionWanted")]
    [InlineData("Aborted", true, true, "False/WaitingForOSReconcile")]
    [InlineData("Aborted", false, false, "True/NoOSVersionWanted")]
    [InlineData("Preparing", true, true, "False/WaitingForOSReconcile")]
    [InlineData("Verifying", true, true, "False/WaitingForPostReconcileReboot")]
    [InlineData("Verifying", true, false, "False/WaitingForPostReconcileReboot")]
    [InlineData("Applying", true, true, "False/WaitingForOSReconcile")]
    [InlineData("Applying", true, false, "False/InPlaceUpdateNotPending")]
    [InlineData("Rebooting", true, true, "False/WaitingForPostReconcileReboot")]
    [InlineData("Rebooting", true, false, "False/WaitingForPostReconcileReboot")]
    [InlineData("Succeeded", true, true, "True/OSVersionReconciled")]
    [InlineData("Succeeded", true, false, "True/OSVersionReconciled")]
    [InlineData("Succeeded", false, false, "True/OSVersionReconciled")]
    [InlineData("Failed", true, true, "False/OSVersionReconciliationFailed")]
    [InlineData("Failed", true, false, "False/InPlaceUpdateNotPending")]
    [InlineData("Failed", false, false, "True/NoOSVersionWanted")]
    [InlineData("RolledBack", true, true, "False/RolledBack")]
    [InlineData("RolledBack", true, false, "False/RolledBack")]
    [InlineData("RolledBack", false, false, "True/NoOSVersionWanted")]
    [InlineData("Rebooting", false, false, "True/NoOSVersionWanted")]
    public void The_os_version_condition_follows_what_is_wanted_and_proved(string? stage, bool isWanted, bool apply, string condition)
    {
        Journal journal = Installed with { Operation = stage is null ? null : InPhase(stage) };
        HostDirective desired = new() { OsVersion = isWanted ? new OsVersion { Hash = "v2", Apply = apply } : null };

        HostReport report = HostReports.Make(Input(journal) with { Desired = desired });

        HostCondition found = report.Conditions.Single(found => found.Type == ConditionTypes.OSVersionReady);
        Assert.Equal(condition, $"{found.Status}/{found.Reason}");
    }

    [Fact]
    public void A_person_is_told_what_to_type_for_an_update_in_place()
    {
        HostReport report = HostReports.Make(Input(Installed) with
        {
            HostName = "m-1",
            Desired = new HostDirective { OsVersion = new OsVersion { Hash = "v2", Apply = false } },
        });

        Assert.Contains(
            "kubectl label elementalhost m-1 elementalhost.infrastructure.cluster.x-k8s.io/in-place-update=pending",
            Message(report, ConditionTypes.OSVersionReady),
            StringComparison.Ordinal);
    }

    // What is advised must work: a claimed host gets back from its machine what somebody takes away from it.
    [Theory]
    [InlineData(nameof(BootstrapStage.None), "", "There is no image oci://none.", "take spec.osVersionManagement away and set it again.")]
    [InlineData(nameof(BootstrapStage.None), "", "There is no image oci://none", "take spec.osVersionManagement away and set it again.")]
    [InlineData(
        nameof(BootstrapStage.None), "elemental://default/m-1", "There is no image oci://none",
        "change spec.osVersionManagement of its ElementalMachine, where any change counts.")]
    [InlineData(
        nameof(BootstrapStage.Succeeded), "elemental://default/m-1", "There is no image oci://none",
        "type: kubectl label elementalhost m-1 elementalhost.infrastructure.cluster.x-k8s.io/in-place-update- and then set it to pending again.")]
    public void A_version_that_the_plugin_refused_is_told_in_the_plugins_words_with_an_advice_that_can_be_followed(
        string bootstrap, string providerId, string words, string retry)
    {
        Journal journal = Installed with { Bootstrap = Enum.Parse<BootstrapStage>(bootstrap), Operation = InPhase("Failed") with { Message = words } };

        HostReport report = HostReports.Make(Input(journal) with
        {
            HostName = "m-1",
            Desired = new HostDirective { ProviderId = providerId, OsVersion = new OsVersion { Hash = "v2", Apply = true } },
        });

        Assert.Equal(
            $"There is no image oci://none. It is not tried again by itself: ask for another version, or mend the cause and {retry}",
            Message(report, ConditionTypes.OSVersionReady));
    }

    [Fact]
    public void A_version_that_was_not_begun_in_time_says_so()
    {
        HostReport report = HostReports.Make(Input(Installed with { Operation = InPhase("Expired") with { Message = "It was not begun by its deadline." } }) with
        {
            Desired = new HostDirective { OsVersion = new OsVersion { Hash = "v2", Apply = true } },
        });

        Assert.Equal("It was not begun by its deadline.", Message(report, ConditionTypes.OSVersionReady));
        Assert.Contains("OSVersionReady=False/OSVersionReconciliationFailed", Conditions(report), StringComparison.Ordinal);
    }

    // What the journal knows of op-1, attempt 1; the attempt that is wanted; what is reported.
    [Theory]
    [InlineData(null, 1, "op-1 1 Pending WaitingForOSReconcile")]
    [InlineData("Applying", 1, "op-1 1 Applying WaitingForOSReconcile")]
    [InlineData("Failed", 1, "op-1 1 Failed OSVersionReconciliationFailed")]
    [InlineData("Failed", 2, "op-1 2 Pending WaitingForOSReconcile")]
    [InlineData("Aborted", 1, "op-1 1 Pending WaitingForOSReconcile")]
    [InlineData("Succeeded", 2, "op-1 2 Succeeded OSVersionReconciled")]
    [InlineData("RolledBack", 2, "op-1 2 RolledBack RolledBack")]
    [InlineData("Expired", 1, "op-1 1 Expired OSVersionReconciliationFailed")]
    public void The_operation_that_is_wanted_is_reported_by_its_id_and_attempt(string? phase, int attempt, string expected)
    {
        OperationKey known = new("op-1", 1, "Upgrade", "v2");
        Journal journal = Installed with { Operation = phase is null ? null : new OperationEntry { Key = known, Phase = phase, BootId = "boot-1" } };
        Operation wanted = new() { Id = "op-1", Attempt = attempt, Type = "Upgrade", Wanted = "v2", Apply = true };

        OperationReport report = HostReports.Make(Input(journal) with { Desired = new HostDirective { Operation = wanted } }).Operation;

        Assert.Equal(expected, $"{report.Id} {report.Attempt} {report.Phase} {report.Reason}");
    }

    [Fact]
    public void The_operation_that_is_known_is_reported_where_none_is_wanted()
    {
        Assert.Null(HostReports.Make(Input(Installed)).Operation);
        Assert.Equal("Aborted", HostReports.Make(Input(Installed with { Operation = InPhase("Aborted") }) with { Desired = new HostDirective() }).Operation.Phase);
    }

    [Theory]
    [InlineData("v2", HostPhase.ReconcilingOsVersion)]
    [InlineData("v3", HostPhase.Running)]
    [InlineData(null, HostPhase.Running)]
    public void A_host_reconciles_its_os_version_only_while_that_version_is_wanted(string? wanted, string phase)
    {
        HostReport report = HostReports.Make(Input(Installed with { Operation = InPhase("Rebooting") }) with
        {
            Desired = new HostDirective { OsVersion = wanted is null ? null : new OsVersion { Hash = wanted } },
        });

        Assert.Equal(phase, report.Phase);
    }

    [Theory]
    [InlineData("Unknown", null)]
    [InlineData("Active", "active")]
    [InlineData("Passive", "passive")]
    [InlineData("Recovery", "recovery")]
    [InlineData("Live", "live")]
    public void The_image_that_runs_is_reported_where_it_is_known(string state, string? fact)
    {
        HostReport report = HostReports.Make(Input(Installed) with { Facts = new OsFacts { BootId = "boot-2", BootState = Enum.Parse<BootState>(state) } });

        Assert.Equal(fact, report.Facts.GetValueOrDefault("boot-state"));
    }

    [Fact]
    public void A_failed_step_speaks_through_its_own_condition_only()
    {
        HostReport report = HostReports.Make(Situation(nameof(HostPhase.Installing)) with
        {
            Failure = new StepFailure(ConditionTypes.InstallationReady, Reasons.CloudConfigInstallationFailed, "no space"),
        });

        HostCondition failed = report.Conditions.Single(condition => condition.Type == ConditionTypes.InstallationReady);
        Assert.Equal(("False", "CloudConfigInstallationFailed", "no space"), (failed.Status, failed.Reason, failed.Message));
        Assert.Equal("True", report.Conditions.Single(condition => condition.Type == ConditionTypes.RegistrationReady).Status);
    }

    [Fact]
    public void Everything_that_is_false_says_what_to_expect() => Assert.All(
        Phases.SelectMany(row => HostReports.Make(Situation((string)row[0])).Conditions).Where(condition => condition.Status == "False"),
        condition => Assert.EndsWith(".", condition.Message, StringComparison.Ordinal));

    [Fact]
    public void An_update_that_is_allowed_and_paused_says_so_and_not_how_to_allow_it()
    {
        HostDirective desired = new()
        {
            OsVersion = new OsVersion { Hash = "v2", HeldBecause = "its Cluster c1 is paused" },
        };

        HostCondition condition = HostReports.Make(Input(Installed with { Bootstrap = BootstrapStage.Succeeded }) with { Desired = desired })
            .Conditions.Single(each => each.Type == ConditionTypes.OSVersionReady);

        Assert.Equal(("False", Reasons.Paused), (condition.Status, condition.Reason));
        Assert.Equal(
            "Another OS version is asked for and allowed. It is applied once nothing holds the host back any more: its Cluster c1 is paused.", condition.Message);
    }

    private static ReportInput Situation(string name) => name switch
    {
        nameof(HostPhase.Registering) => Input(new Journal()) with { Step = new AgentStep.Register() },
        nameof(HostPhase.FinalizingRegistration) => Input(new Journal { Registered = true }) with { Step = new AgentStep.FinalizeRegistration() },
        "Registered" => Input(Installed with { Installed = false }) with { Step = new AgentStep.Finished() },
        nameof(HostPhase.Installing) => Input(Installed with { Installed = false }) with { Step = new AgentStep.Install() },
        nameof(HostPhase.Running) => Input(Installed),
        "Claimed" => Input(Installed) with { Desired = new HostDirective { ProviderId = "elemental://default/m-1" } },
        nameof(HostPhase.ReconcilingOsVersion) => Input(Installed) with { Step = new AgentStep.PrepareOperation(InPhase("Preparing").Key) },
        "RebootingForOsVersion" => Input(Installed with { Operation = InPhase("Rebooting") }) with { Step = new AgentStep.Reboot() },
        nameof(HostPhase.Bootstrapping) => Input(Installed) with { Step = new AgentStep.Bootstrap() },
        "AwaitingBootstrap" => Input(Installed with { Bootstrap = BootstrapStage.Applied }) with { Step = new AgentStep.AwaitBootstrap() },
        "Overdue" => Input(Installed with { Bootstrap = BootstrapStage.Applied, BootstrapFailure = new BootstrapFailure(false, "It takes too long.") }) with
        {
            Step = new AgentStep.AwaitBootstrap(),
        },
        "Bootstrapped" => Input(Installed with { Bootstrap = BootstrapStage.Succeeded }),
        nameof(HostPhase.TriggeringReset) => Input(Installed) with { Step = new AgentStep.TriggerReset(), Desired = new HostDirective { NeedsReset = true } },
        "JournaledReset" => Input(Installed with { Reset = new ResetEntry { BootId = "boot-1" } }) with { Step = new AgentStep.TriggerReset() },
        nameof(HostPhase.Resetting) => Input(Installed with { Reset = new ResetEntry { Stage = ResetStage.Wiping, BootId = "boot-2" } }) with { IsWiping = true },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such situation"),
    };

    private static ReportInput Input(Journal journal) => new()
    {
        AgentVersion = "9.9.9",
        BootId = "boot-2",
        Journal = journal,
        Facts = new OsFacts { BootId = "boot-2" },
        Step = new AgentStep.Wait(),
    };

    private static OperationEntry InPhase(string phase) =>
        new() { Key = new OperationKey("osversion-v2", 0, "Upgrade", "v2"), Phase = phase, BootId = "boot-1" };

    private static string Message(HostReport report, string type) => report.Conditions.Single(condition => condition.Type == type).Message;

    private static string Conditions(HostReport report) =>
        string.Join(' ', report.Conditions.Select(condition => $"{condition.Type}={condition.Status}/{condition.Reason}"));
}
