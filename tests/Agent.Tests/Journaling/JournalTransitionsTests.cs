using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Agent.Tests.Journaling;

public class JournalTransitionsTests
{
    private const string ThisBoot = "boot-2";
    private const string EarlierBoot = "boot-1";

    private static readonly Journal Installed = new() { Registered = true, Finalized = true, Installed = true, ResetConfig = "{}" };

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly OperationKey V1 = new("op-1", 0, "Upgrade", "v1");
    private static readonly OperationKey V2 = new("op-2", 0, "Upgrade", "v2");

    private static readonly Dictionary<string, AgentStep> Steps = new AgentStep[]
    {
        new AgentStep.Register(), new AgentStep.PreparePlugin(), new AgentStep.FinalizeRegistration(), new AgentStep.Install(),
        new AgentStep.CheckOperation(V2), new AgentStep.PrepareOperation(V2), new AgentStep.ApplyOperation(V2), new AgentStep.VerifyOperation(V2),
        new AgentStep.AbortOperation(V2), new AgentStep.ExpireOperation(V2, Noon), new AgentStep.CountAttempt(V2), new AgentStep.Bootstrap(), new AgentStep.AwaitBootstrap(), new AgentStep.ExplainBootstrap(HasEnded: true),
        new AgentStep.ConfirmBootstrap(), new AgentStep.Reboot(), new AgentStep.TriggerReset(), new AgentStep.AnnounceReset(), new AgentStep.Wipe(),
        new AgentStep.ShowEvidence(), new AgentStep.Forget(), new AgentStep.Wait(), new AgentStep.Finished(), new AgentStep.Refuse("no"),
    }.ToDictionary(step => step.GetType().Name);

    public static TheoryData<string> AllSteps => [.. Steps.Keys];

    [Fact]
    public void Every_kind_of_step_is_in_the_table() => Assert.Equal(
        typeof(AgentStep).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(AgentStep)) && !type.IsAbstract).Select(type => type.Name).Order(), Steps.Keys.Order());

    [Theory]
    [InlineData(nameof(AgentStep.Register))]
    [InlineData(nameof(AgentStep.PreparePlugin))]
    [InlineData(nameof(AgentStep.FinalizeRegistration))]
    [InlineData(nameof(AgentStep.AbortOperation))]
    [InlineData(nameof(AgentStep.ExpireOperation))]
    [InlineData(nameof(AgentStep.CountAttempt))]
    [InlineData(nameof(AgentStep.ConfirmBootstrap))]
    [InlineData(nameof(AgentStep.Reboot))]
    [InlineData(nameof(AgentStep.AnnounceReset))]
    [InlineData(nameof(AgentStep.ShowEvidence))]
    [InlineData(nameof(AgentStep.Forget))]
    public void A_step_that_may_be_repeated_without_harm_leaves_no_note_before(string step) =>
        Assert.Equal(Installed, JournalTransitions.Before(Steps[step], Installed, ThisBoot));

    [Fact]
    public void What_cannot_be_undone_is_noted_before()
    {
        Assert.Equal(Installed with { InstallBootId = ThisBoot }, Before(new AgentStep.Install(), Installed));
        Assert.Equal(Installed with { Bootstrap = BootstrapStage.Applying, BootstrapBootId = ThisBoot }, Before(new AgentStep.Bootstrap(), Installed));
        Assert.Equal(Installed with { Reset = Triggered(ThisBoot, attempts: 1) }, Before(new AgentStep.TriggerReset(), Installed));
    }

    // What the journal knows of an operation; what it says before the plugin is called for v2.
    [Theory]
    [InlineData("v1", "Succeeded", "Check", "v2 Pending boot-2")]
    [InlineData("v1", "Failed", "Check", "v2 Pending boot-2")]
    [InlineData("v1", "RolledBack", "Check", "v2 Pending boot-2")]
    [InlineData("v1", "Aborted", "Check", "v2 Pending boot-2")]
    [InlineData("v2", "Preparing", "Check", "v2 Preparing boot-1")]
    [InlineData("v2", "Applying", "Check", "v2 Applying boot-1")]
    [InlineData("v2", "Preparing", "Prepare", "v2 Preparing boot-2")]
    [InlineData("v2", "Applying", "Apply", "v2 Applying boot-2")]
    [InlineData("v2", "Rebooting", "Verify", "v2 Verifying boot-1")]
    [InlineData("v2", "Verifying", "Verify", "v2 Verifying boot-1")]
    public void An_operation_is_noted_before_the_plugin_is_called_for_it(string known, string phase, string verb, string noted)
    {
        Journal journal = Installed with { Operation = InPhase(known == "v1" ? V1 : V2, phase, EarlierBoot) };

        OperationEntry before = Before(StepOf(verb), journal).Operation!;

        Assert.Equal(noted, $"{before.Key.Wanted} {before.Phase} {before.BootId}");
    }

    [Theory]
    [InlineData("Proceed", "Preparing")]
    [InlineData("AlreadySatisfied", "Succeeded")]
    [InlineData("RolledBack", "RolledBack")]
    public void What_the_plugin_finds_is_noted(string verdict, string phase) => Assert.Equal(
        Installed with { Operation = InPhase(V2, phase, ThisBoot) },
        After(new AgentStep.CheckOperation(V2), new StepOutcome.Checked(Enum.Parse<PreflightVerdict>(verdict)), Installed));

    [Theory]
    [InlineData(true, "Rebooting")]
    [InlineData(false, "Verifying")]
    public void What_was_applied_is_proved_next_from_another_boot_where_it_needs_one(bool rebootRequired, string phase)
    {
        Journal prepared = After(new AgentStep.PrepareOperation(V2), new StepOutcome.Done(), Installed);

        Assert.Equal(Installed with { Operation = InPhase(V2, OperationPhase.Applying, ThisBoot) }, prepared);
        Assert.Equal(
            Installed with { Operation = InPhase(V2, phase, ThisBoot) },
            After(new AgentStep.ApplyOperation(V2), new StepOutcome.Applied(rebootRequired), prepared));
    }

    // The boot in which it was applied, what the plugin proves, what the journal says then.
    [Theory]
    [InlineData(EarlierBoot, "Ok", "Succeeded", null)]
    [InlineData(EarlierBoot, "BootedFallback", "RolledBack", null)]
    [InlineData(EarlierBoot, "Mismatch", "RolledBack", null)]
    [InlineData(ThisBoot, "Ok", "Succeeded", null)]
    [InlineData(ThisBoot, "Mismatch", "Failed", "It was applied, but the host runs v1.")]
    public void An_operation_is_proved_by_the_plugin_and_burnt_where_a_boot_came_back_without_it(string appliedIn, string verdict, string phase, string? message)
    {
        Journal journal = Installed with { Operation = InPhase(V2, OperationPhase.Verifying, appliedIn) };

        Journal after = After(new AgentStep.VerifyOperation(V2), new StepOutcome.Verified(Enum.Parse<VerifyVerdict>(verdict), "v1"), journal);

        Assert.Equal(Installed with { Operation = InPhase(V2, phase, ThisBoot) with { Message = message } }, after);
    }

    [Theory]
    [InlineData("Check", "Failed")]
    [InlineData("Prepare", "Failed")]
    [InlineData("Apply", "Failed")]
    [InlineData("Verify", "Failed")]
    [InlineData("Abort", "Aborted")]
    public void What_the_plugin_refuses_keeps_the_plugins_words(string verb, string phase) => Assert.Equal(
        InPhase(V2, phase, ThisBoot) with { Message = "No such image." },
        After(StepOf(verb), new StepOutcome.Refused("No such image."), Installed with { Operation = InPhase(V2, OperationPhase.Applying, ThisBoot) }).Operation);

    [Fact]
    public void What_is_only_remembered_is_noted_after()
    {
        Journal begun = Installed with { Operation = InPhase(V2, OperationPhase.Preparing, EarlierBoot) };

        Assert.Equal(InPhase(V2, OperationPhase.Aborted, ThisBoot), After(new AgentStep.AbortOperation(V2), new StepOutcome.Done(), begun).Operation);
        Assert.Equal(
            InPhase(V2 with { Attempt = 1 }, OperationPhase.Pending, ThisBoot),
            After(new AgentStep.CountAttempt(V2 with { Attempt = 1 }), new StepOutcome.Done(), begun).Operation);
        Assert.Equal(
            InPhase(V2, OperationPhase.Expired, ThisBoot) with { Message = "It was not begun by its deadline, 2026-03-01 12:00:00 UTC: ask for it again." },
            After(new AgentStep.ExpireOperation(V2, Noon), new StepOutcome.Done(), Installed).Operation);
    }

    [Fact]
    public void What_happened_is_noted_after()
    {
        Assert.Equal(
            new Journal { Registered = true, ResetConfig = "{\"a\":1}" },
            After(new AgentStep.Register(), new StepOutcome.Configured("{\"a\":1}"), new Journal()));
        Assert.Equal(
            new Journal { Registered = true, Finalized = true },
            After(new AgentStep.FinalizeRegistration(), new StepOutcome.Done(), new Journal { Registered = true }));
        Assert.Equal(
            Installed with { ResetConfig = "{\"a\":1}" },
            After(new AgentStep.Install(), new StepOutcome.Configured("{\"a\":1}"), Installed with { Installed = false }));
        Assert.Equal(
            Installed with { Bootstrap = BootstrapStage.Applied, BootstrapAt = Noon }, After(new AgentStep.Bootstrap(), new StepOutcome.Placed(Noon), Installed));
        Journal failed = Installed with { Bootstrap = BootstrapStage.Applied, BootstrapFailure = new BootstrapFailure(true, "Why.") };
        Assert.Equal(
            failed,
            After(new AgentStep.ExplainBootstrap(HasEnded: true), new StepOutcome.Explained("Why."), Installed with { Bootstrap = BootstrapStage.Applied }));
        Assert.Equal(Installed with { Bootstrap = BootstrapStage.Succeeded }, After(new AgentStep.ConfirmBootstrap(), new StepOutcome.Done(), failed));
        Assert.Equal(
            Installed with { Bootstrap = BootstrapStage.Applied },
            After(new AgentStep.PreparePlugin(), new StepOutcome.Learned(new OsFacts { BootId = ThisBoot, Bootstrap = BootstrapEvidence.Applied }), Installed));
    }

    [Theory]
    [MemberData(nameof(AllSteps))]
    public void What_was_not_done_leaves_no_note_after(string step) =>
        Assert.Equal(Installed, JournalTransitions.After(Steps[step], new StepOutcome.NotDone(), Installed, ThisBoot));

    // What the journal knows of the reset, and what it says once a reset was asked for in boot 2.
    [Theory]
    [InlineData("Triggered", ThisBoot, 1, ThisBoot, 1)]
    [InlineData("Triggered", EarlierBoot, 1, ThisBoot, 2)]
    [InlineData("Wiping", EarlierBoot, 3, ThisBoot, 4)]
    [InlineData("Wiped", EarlierBoot, 1, ThisBoot, 2)]
    public void Each_boot_that_asks_for_the_reset_counts_once(string stage, string bootId, int attempts, string requested, int counted)
    {
        Journal journal = Installed with
        {
            Reset = new ResetEntry { Stage = Enum.Parse<ResetStage>(stage), BootId = bootId, RequestedBootId = bootId, Attempts = attempts },
        };

        Assert.Equal(Triggered(requested, counted), Before(new AgentStep.TriggerReset(), journal).Reset);
    }

    [Fact]
    public void A_reset_carries_the_boot_that_asked_for_it_to_its_evidence_and_then_forgets_everything()
    {
        Journal journal = Installed with { Reset = Triggered(EarlierBoot, attempts: 2) };

        journal = After(new AgentStep.AnnounceReset(), new StepOutcome.Done(), journal);
        Assert.Equal(InReset(ResetStage.Wiping), journal.Reset);
        journal = Before(new AgentStep.Wipe(), journal);
        Assert.Equal(InReset(ResetStage.Wiping), journal.Reset);
        string[] paths = ["/a", "/b"];
        journal = After(new AgentStep.Wipe(), new StepOutcome.Wiped(paths), journal);
        Assert.Equal(InReset(ResetStage.Wiped) with { WipedPaths = paths }, journal.Reset);
        Assert.Equal(Installed with { Reset = journal.Reset }, journal);
        journal = After(new AgentStep.ShowEvidence(), new StepOutcome.Done(), journal);
        Assert.Equal(new Journal { Reset = InReset(ResetStage.Released) }, journal);
        Assert.Equal(new Journal(), After(new AgentStep.Forget(), new StepOutcome.Done(), journal));
    }

    [Fact]
    public void A_wipe_that_goes_on_in_another_boot_is_a_wipe_of_that_boot() => Assert.Equal(
        InReset(ResetStage.Wiping),
        Before(new AgentStep.Wipe(), Installed with { Reset = InReset(ResetStage.Wiping) with { BootId = "boot-1b" } }).Reset);

    private static Journal Before(AgentStep step, Journal journal) => JournalTransitions.Before(step, journal, ThisBoot);

    private static Journal After(AgentStep step, StepOutcome outcome, Journal journal) => JournalTransitions.After(step, outcome, journal, ThisBoot);

    private static AgentStep StepOf(string verb) => Steps[verb + "Operation"];

    private static OperationEntry InPhase(OperationKey operation, string phase, string bootId) => new() { Key = operation, Phase = phase, BootId = bootId };

    private static ResetEntry Triggered(string bootId, int attempts) =>
        new() { Stage = ResetStage.Triggered, BootId = bootId, RequestedBootId = bootId, Attempts = attempts };

    private static ResetEntry InReset(ResetStage stage) => new() { Stage = stage, BootId = ThisBoot, RequestedBootId = EarlierBoot, Attempts = 2 };

    [Fact]
    public void What_a_host_serves_is_kept_from_its_bootstrap_on_also_when_the_server_forgets_it()
    {
        Serving serves = new() { Machine = "em-1", Cluster = "c1" };

        Assert.Null(JournalTransitions.Serving(serves, new AgentStep.Wait(), Installed, ThisBoot).Serves);
        Journal noted = JournalTransitions.Serving(serves, new AgentStep.Bootstrap(), Installed, EarlierBoot) with { Bootstrap = BootstrapStage.Succeeded };
        Assert.Equal(new ServingEntry("em-1", "c1", EarlierBoot), noted.Serves);
        Assert.Equal(noted, JournalTransitions.Serving(serves, new AgentStep.Wait(), noted, ThisBoot));
        Assert.Equal(noted, JournalTransitions.Serving(null, new AgentStep.Wait(), noted, ThisBoot));
        Assert.Equal(new Journal(), JournalTransitions.After(new AgentStep.Forget(), new StepOutcome.Done(), noted, ThisBoot));
    }
}
