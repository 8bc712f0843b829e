using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Plugins;

namespace ElementalProvider.Agent.Tests.Journaling;

public class JournalTransitionsTests
{
    private const string ThisBoot = "boot-2";
    private const string EarlierBoot = "boot-1";

    private static readonly Journal Installed = new() { Registered = true, Finalized = true, Installed = true, ResetConfig = "{}" };

    private static readonly Dictionary<string, AgentStep> Steps = new AgentStep[]
    {
        new AgentStep.Register(), new AgentStep.PreparePlugin(), new AgentStep.FinalizeRegistration(), new AgentStep.Install(),
        new AgentStep.ReconcileOsVersion("v2"), new AgentStep.ReleaseOsVersion(), new AgentStep.Bootstrap(), new AgentStep.AwaitBootstrap(),
        new AgentStep.ConfirmBootstrap(), new AgentStep.Reboot(), new AgentStep.TriggerReset(), new AgentStep.AnnounceReset(), new AgentStep.Wipe(),
        new AgentStep.ShowEvidence(), new AgentStep.Forget(), new AgentStep.Wait(), new AgentStep.Finished(), new AgentStep.Refuse("no"),
    }.ToDictionary(step => step.GetType().Name);

    public static TheoryData<string> AllSteps => [.. Steps.Keys];

    [Fact]
    public void Every_kind_of_step_is_in_the_table() => Assert.Equal(
        typeof(AgentStep).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(AgentStep))).Select(type => type.Name).Order(), Steps.Keys.Order());

    [Theory]
    [InlineData(nameof(AgentStep.Register))]
    [InlineData(nameof(AgentStep.PreparePlugin))]
    [InlineData(nameof(AgentStep.FinalizeRegistration))]
    [InlineData(nameof(AgentStep.ReleaseOsVersion))]
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
        Assert.Equal(Installed with { Bootstrap = BootstrapStage.Applying }, Before(new AgentStep.Bootstrap(), Installed));
        Assert.Equal(
            Installed with { OsVersion = Version("v2", OsVersionStage.Applying, ThisBoot) }, Before(new AgentStep.ReconcileOsVersion("v2"), Installed));
        Assert.Equal(Installed with { Reset = Triggered(ThisBoot, attempts: 1) }, Before(new AgentStep.TriggerReset(), Installed));
    }

    // What the journal knows of a version before v2 is asked for; what it says before the plugin is called.
    [Theory]
    [InlineData("v1", "Running", "v2 Applying boot-2")]
    [InlineData("v1", "Rebooting", "v2 Applying boot-2")]
    [InlineData("v1", "Failed", "v2 Applying boot-2")]
    [InlineData("v1", "RolledBack", "v2 Applying boot-2")]
    [InlineData("v2", "Applying", "v2 Applying boot-2")]
    [InlineData("v2", "Rebooting", "v2 Rebooting boot-1")]
    public void The_newest_version_is_noted_and_one_that_waits_for_its_proof_keeps_its_note(string hash, string stage, string noted)
    {
        Journal journal = Installed with { OsVersion = Version(hash, Enum.Parse<OsVersionStage>(stage), EarlierBoot) };

        OsVersionEntry after = Before(new AgentStep.ReconcileOsVersion("v2"), journal).OsVersion!;

        Assert.Equal(noted, $"{after.Hash} {after.Stage} {after.BootId}");
    }

    [Theory]
    [InlineData("Applying", "Running", "Running")]
    [InlineData("Applying", "RebootRequired", "Rebooting")]
    [InlineData("Applying", "RolledBack", "RolledBack")]
    [InlineData("Rebooting", "Running", "Running")]
    [InlineData("Rebooting", "RebootRequired", "RolledBack")]
    [InlineData("Rebooting", "RolledBack", "RolledBack")]
    public void A_version_is_proved_by_the_plugin_and_burnt_where_the_boot_came_back_without_it(string stage, string outcome, string expected)
    {
        Journal journal = Installed with { OsVersion = Version("v2", Enum.Parse<OsVersionStage>(stage), EarlierBoot) };

        Journal after = After(new AgentStep.ReconcileOsVersion("v2"), new StepOutcome.Reconciled(Enum.Parse<OsVersionOutcome>(outcome)), journal);

        Assert.Equal(Installed with { OsVersion = Version("v2", Enum.Parse<OsVersionStage>(expected), ThisBoot) }, after);
    }

    [Fact]
    public void A_version_that_the_plugin_refuses_keeps_the_plugins_words_until_it_is_released()
    {
        Journal refused = After(new AgentStep.ReconcileOsVersion("v2"), new StepOutcome.Refused("No such image."), Installed);

        Assert.Equal(Version("v2", OsVersionStage.Failed, ThisBoot) with { Message = "No such image." }, refused.OsVersion);
        Assert.Null(After(new AgentStep.ReleaseOsVersion(), new StepOutcome.Done(), refused).OsVersion);
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
        Assert.Equal(Installed with { Bootstrap = BootstrapStage.Applied }, After(new AgentStep.Bootstrap(), new StepOutcome.Done(), Installed));
        Assert.Equal(Installed with { Bootstrap = BootstrapStage.Succeeded }, After(new AgentStep.ConfirmBootstrap(), new StepOutcome.Done(), Installed));
        Assert.Equal(
            Installed with { Bootstrap = BootstrapStage.Applied },
            After(new AgentStep.PreparePlugin(), new StepOutcome.Learned(new OsFacts { Bootstrap = BootstrapEvidence.Applied }), Installed));
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

    private static OsVersionEntry Version(string hash, OsVersionStage stage, string bootId) => new() { Hash = hash, Stage = stage, BootId = bootId };

    private static ResetEntry Triggered(string bootId, int attempts) =>
        new() { Stage = ResetStage.Triggered, BootId = bootId, RequestedBootId = bootId, Attempts = attempts };

    private static ResetEntry InReset(ResetStage stage) => new() { Stage = stage, BootId = ThisBoot, RequestedBootId = EarlierBoot, Attempts = 2 };
}
