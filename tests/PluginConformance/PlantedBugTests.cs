using ElementalProvider.Agent.Contract;
using ElementalProvider.Api.Elemental;
using ElementalProvider.PluginConformance.Planting;
using ElementalProvider.PluginConformance.Worlds;
using Xunit.Sdk;

namespace ElementalProvider.PluginConformance;

/// <summary>The suite can fail: each of these, wrong in one thing, is found out by the check that is meant to. Without the fault the same check passes.</summary>
public class PlantedBugTests
{
    private static readonly Dictionary<string, Planted> Wrong = new()
    {
        ["it speaks a contract that this agent does not"] = new(
            (plugin, _) => new SpeaksANewerContract(plugin),
            suite => suite.It_says_who_it_is_which_contract_it_speaks_and_what_it_can()),
        ["it leaves a trace when it is asked"] = new(
            (plugin, world) => new LeavesATraceWhenAsked(plugin, world),
            suite => suite.Facts_are_the_same_until_something_happens_and_asking_changes_nothing()),
        ["it says that it is installed before it is"] = new(
            (plugin, world) => new SaysInstalledBeforeItIs(plugin, world),
            suite => suite.An_installation_that_is_cut_off_anywhere_is_none_yet_and_is_done_again()),
        ["it shortens host names"] = new(
            (plugin, _) => new ShortensHostNames(plugin),
            suite => suite.The_host_name_is_told_as_it_was_set()),
        ["it does again what it has done"] = new(
            (plugin, world) => new AppendsToFiles(plugin, world),
            suite => suite.A_verb_done_twice_is_done_once("file")),
        ["it goes on when it is cancelled"] = new(
            (plugin, _) => new CannotBeCancelled(plugin),
            suite => suite.A_verb_that_is_cancelled_before_it_begins_changes_nothing("cloud-config")),
        ["it stages an image although it is cancelled"] = new(
            (plugin, _) => new CannotBeCancelled(plugin),
            suite => suite.A_verb_that_is_cancelled_before_it_begins_changes_nothing("prepare")),
        ["it takes bootstrap data twice"] = new(
            (plugin, _) => new BootstrapsAgain(plugin),
            suite => suite.Bootstrap_data_is_never_replaced_and_its_refusal_does_not_tell_it()),
        ["it tells the secret that it refuses"] = new(
            (plugin, _) => new TellsTheSecretItRefuses(plugin),
            suite => suite.No_secret_is_told_by_results_failures_or_requests()),
        ["it says that it wiped and did not"] = new(
            (plugin, _) => new SaysItWipedAndDidNot(plugin),
            suite => suite.A_reset_that_is_cut_off_anywhere_is_done_again_and_leaves_nothing()),
        ["it has booted what it was only to prepare"] = new(
            (plugin, _) => new BootsWhatItOnlyPrepared(plugin),
            suite => suite.An_operation_that_is_called_off_is_not_booted_by_whatever_boot_comes_next(OperationPhase.Applying)),
        ["it boots what was called off"] = new(
            (plugin, _) => new GivesNothingUp(plugin),
            suite => suite.An_operation_that_is_called_off_is_not_booted_by_whatever_boot_comes_next(OperationPhase.Rebooting)),
        ["it gives up nothing, wherever that is cut off"] = new(
            (plugin, _) => new GivesNothingUp(plugin),
            suite => suite.Giving_up_that_is_cut_off_anywhere_is_done_again()),
        ["it has no image to boot for a moment"] = new(
            (plugin, world) => new ClearsTheBootSlotBeforeItWritesIt(plugin, world),
            suite => suite.An_upgrade_that_is_cut_off_at_any_change_of_the_disk_leaves_a_host_that_boots_and_is_done_again(powerIsCut: true)),
        ["it believes that it worked"] = new(
            (plugin, _) => new BelievesThatItWorked(plugin),
            suite => suite.A_version_that_does_not_boot_is_rolled_back_and_burnt_whatever_the_attempt_until_another_is_wanted()),
        ["it tries again what did not boot"] = new(
            (plugin, world) => new ForgetsWhatDidNotBoot(plugin, world),
            suite => suite.A_version_that_does_not_boot_is_rolled_back_and_burnt_whatever_the_attempt_until_another_is_wanted()),
        ["it takes a full disk for a fault of the version"] = new(
            (plugin, _) => new TakesEveryFailureForFinal(plugin),
            suite => suite.A_disk_that_is_full_at_any_change_fails_the_verb_and_is_made_up_for_when_there_is_space()),
        ["it gives up what may pass"] = new(
            (plugin, _) => new TakesEveryFailureForFinal(plugin),
            suite => suite.What_may_pass_is_told_from_what_does_not()),
        ["it tries for ever what never will"] = new(
            (plugin, _) => new TakesNoFailureForFinal(plugin),
            suite => suite.What_may_pass_is_told_from_what_does_not()),
        ["it does what it does not know"] = new(
            (plugin, _) => new DoesWhatItWasNotAskedFor(plugin),
            suite => suite.What_it_cannot_do_it_says_and_does_not_do("Levitate")),
        ["it rolls back and forth"] = new(
            (plugin, _) => new RollsBackAndForth(plugin),
            suite => suite.A_rollback_brings_back_what_ran_before_and_does_not_go_back_and_forth()),
    };

    public static TheoryData<string> Bugs => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Bugs))]
    public async Task What_is_wrong_is_found_out(string bug)
    {
        using Suite suite = new(Wrong[bug].Plant);

        // Found out by what the check asserts, and not because the fault breaks the check itself.
        await Assert.ThrowsAnyAsync<XunitException>(() => Wrong[bug].Check(suite));
    }

    [Theory]
    [MemberData(nameof(Bugs))]
    public async Task What_is_right_passes_the_same_check(string bug)
    {
        using Suite suite = new((plugin, _) => plugin);

        await Wrong[bug].Check(suite);
    }

    private sealed record Planted(Func<IOsPlugin, DummyWorld, IOsPlugin> Plant, Func<PluginConformanceTests, Task> Check);

    private sealed class Suite(Func<IOsPlugin, DummyWorld, IOsPlugin> plant) : PluginConformanceTests(new PlantedWorld(plant))
    {
        protected override IPluginWorld Another() => new PlantedWorld(plant);
    }
}
