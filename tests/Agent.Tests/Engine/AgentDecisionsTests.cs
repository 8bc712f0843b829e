using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.Agent.Tests.Engine;

public class AgentDecisionsTests
{
    private const string ThisBoot = "boot-2";
    private const string EarlierBoot = "boot-1";

    private static readonly Journal Installed = new() { Registered = true, Finalized = true, Installed = true };

    private static readonly HostDirective Everything = new()
    {
        NeedsReset = true,
        BootstrapAvailable = true,
        OsVersion = new OsVersion { Hash = "v2", Apply = true },
    };

    [Fact]
    public void Nothing_is_done_when_nothing_is_wanted() => Assert.IsType<AgentStep.Wait>(Next(Installed, new HostDirective()));

    [Fact]
    public void Nothing_is_done_before_the_server_has_spoken() => Assert.IsType<AgentStep.Wait>(Next(Installed, null));

    [Fact]
    public void An_unregistered_host_registers_first() => Assert.IsType<AgentStep.Register>(Next(new Journal(), null));

    [Fact]
    public void A_host_that_the_server_rejects_registers_again() =>
        Assert.IsType<AgentStep.Register>(AgentDecisions.Next(State(Installed) with { IsRejected = true }, null));

    [Fact]
    public void The_plugin_is_asked_for_facts_before_anything_is_decided_on_them() =>
        Assert.IsType<AgentStep.PreparePlugin>(AgentDecisions.Next(State(Installed) with { PluginReady = false }, new HostDirective { BootstrapAvailable = true }));

    [Fact]
    public void A_registered_host_gets_its_name_and_configuration_before_it_is_installed() =>
        Assert.IsType<AgentStep.FinalizeRegistration>(Next(new Journal { Registered = true }, null, AgentGoal.Install));

    [Fact]
    public void Reset_wins_over_everything_else_that_is_wanted() => Assert.IsType<AgentStep.TriggerReset>(Next(Installed, Everything));

    [Fact]
    public void Reset_wins_while_the_host_is_not_even_installed() =>
        Assert.IsType<AgentStep.TriggerReset>(Next(new Journal { Registered = true }, Everything, AgentGoal.Install));

    [Fact]
    public void A_journaled_reset_goes_on_without_a_directive() => Assert.IsType<AgentStep.TriggerReset>(
        Next(Installed with { Reset = new ResetEntry { Stage = ResetStage.Wiping, BootId = EarlierBoot } }, null));

    [Fact]
    public void A_host_that_the_server_forgot_does_not_register_again_while_a_reset_is_journaled() => Assert.IsType<AgentStep.TriggerReset>(
        AgentDecisions.Next(State(Installed with { Reset = new ResetEntry { BootId = EarlierBoot } }) with { IsRejected = true }, null));

    [Fact]
    public void A_reset_waits_for_the_plugin_only() => Assert.IsType<AgentStep.PreparePlugin>(
        AgentDecisions.Next(State(new Journal()) with { PluginReady = false }, Everything));

    [Fact]
    public void The_os_version_comes_before_bootstrap() => Assert.Equal(
        new AgentStep.CheckOperation(OlderKey("v2")),
        Next(Installed, new HostDirective { BootstrapAvailable = true, OsVersion = new OsVersion { Hash = "v2", Apply = true } }));

    [Fact]
    public void Run_never_installs() => Assert.IsType<AgentStep.Wait>(Next(Installed with { Installed = false }, new HostDirective { BootstrapAvailable = true }));

    [Theory]
    [InlineData(nameof(AgentGoal.Register), true, typeof(AgentStep.Finished))]
    [InlineData(nameof(AgentGoal.Register), false, typeof(AgentStep.Finished))]
    [InlineData(nameof(AgentGoal.Install), false, typeof(AgentStep.Install))]
    [InlineData(nameof(AgentGoal.Install), true, typeof(AgentStep.Finished))]
    [InlineData(nameof(AgentGoal.Run), true, typeof(AgentStep.Wait))]
    public void Each_command_goes_as_far_as_its_goal(string goal, bool installed, Type step) =>
        Assert.IsType(step, Next(Installed with { Installed = installed }, null, Enum.Parse<AgentGoal>(goal)));

    [Theory]
    [InlineData("Failed")]
    [InlineData("RolledBack")]
    [InlineData("Expired")]
    public void A_version_out_of_reach_keeps_a_host_from_bootstrapping_until_another_one_is_asked_for(string stage)
    {
        Journal journal = Installed with { Operation = InPhase("v2", stage, EarlierBoot) };

        Assert.IsType<AgentStep.Wait>(Next(journal, new HostDirective { BootstrapAvailable = true, OsVersion = new OsVersion { Hash = "v2", Apply = true } }));
        Assert.Equal(
            new AgentStep.CheckOperation(OlderKey("v3")),
            Next(journal, new HostDirective { BootstrapAvailable = true, OsVersion = new OsVersion { Hash = "v3", Apply = true } }));
    }

    [Theory]
    [InlineData(false, false, null, null)]
    [InlineData(true, false, null, true)]
    [InlineData(false, true, null, false)]
    [InlineData(true, true, null, true)]
    [InlineData(true, true, false, true)]
    [InlineData(false, true, false, null)]
    [InlineData(true, true, true, null)]
    public void Bootstrap_that_came_to_grief_is_looked_into_once_and_waited_for(bool hasFailed, bool isOverdue, bool? known, bool? explained)
    {
        AgentState state = State(Installed with
        {
            Bootstrap = BootstrapStage.Applied,
            BootstrapFailure = known is { } hasEnded ? new BootstrapFailure(hasEnded, "Why.") : null,
        }) with { HasBootstrapFailed = hasFailed, IsBootstrapOverdue = isOverdue };

        AgentStep expected = explained is { } kind ? new AgentStep.ExplainBootstrap(kind) : new AgentStep.AwaitBootstrap();
        Assert.Equal(expected, AgentDecisions.Next(state, new HostDirective()));
        Assert.IsType<AgentStep.ConfirmBootstrap>(AgentDecisions.Next(state with { SentinelPresent = true }, new HostDirective()));
    }

    [Fact]
    public void A_version_out_of_reach_does_not_stop_a_bootstrap_that_has_begun() => Assert.IsType<AgentStep.AwaitBootstrap>(Next(
        Installed with { Bootstrap = BootstrapStage.Applied, Operation = InPhase("v2", "RolledBack", EarlierBoot) },
        new HostDirective { BootstrapAvailable = true, OsVersion = new OsVersion { Hash = "v2", Apply = true } }));

    // A reboot while bootstrap data is being executed could leave half a node.
    [Theory]
    [InlineData("Applying", typeof(AgentStep.Bootstrap))]
    [InlineData("Applied", typeof(AgentStep.AwaitBootstrap))]
    [InlineData("Succeeded", typeof(AgentStep.CheckOperation))]
    public void No_version_is_begun_while_bootstrap_data_is_executed(string stage, Type step) => Assert.IsType(step, Next(
        Installed with { Bootstrap = Enum.Parse<BootstrapStage>(stage), Operation = InPhase("v1", "Succeeded", EarlierBoot) },
        new HostDirective { BootstrapAvailable = true, OsVersion = new OsVersion { Hash = "v2", Apply = true } }));

    // The reset command: what the journal knows of the reset, in which boot, whether the plugin is there.
    [Theory]
    [InlineData(null, ThisBoot, true, typeof(AgentStep.AnnounceReset))]
    [InlineData(null, ThisBoot, false, typeof(AgentStep.AnnounceReset))]
    [InlineData("Triggered", ThisBoot, true, typeof(AgentStep.Refuse))]
    [InlineData("Triggered", EarlierBoot, true, typeof(AgentStep.AnnounceReset))]
    [InlineData("Wiping", ThisBoot, false, typeof(AgentStep.PreparePlugin))]
    [InlineData("Wiping", ThisBoot, true, typeof(AgentStep.Wipe))]
    [InlineData("Wiping", EarlierBoot, true, typeof(AgentStep.Wipe))]
    [InlineData("Wiped", ThisBoot, false, typeof(AgentStep.ShowEvidence))]
    [InlineData("Wiped", EarlierBoot, true, typeof(AgentStep.ShowEvidence))]
    [InlineData("Released", ThisBoot, false, typeof(AgentStep.Forget))]
    [InlineData("Released", EarlierBoot, true, typeof(AgentStep.Forget))]
    public void The_reset_command_goes_on_where_the_journal_says_it_was(string? stage, string bootId, bool pluginReady, Type step)
    {
        AgentState state = State(Installed with { Reset = stage is null ? null : ResetIn(stage, bootId) }) with
        {
            Goal = AgentGoal.Reset,
            PluginReady = pluginReady,
        };

        Assert.IsType(step, AgentDecisions.Next(state, null));
        Assert.IsType(step, AgentDecisions.Next(state, Everything));
        Assert.IsType(step, AgentDecisions.Next(state with { IsRejected = true }, null));
    }

    [Fact]
    public void The_reset_command_ends_when_the_host_is_nobody() => Assert.IsType<AgentStep.Finished>(
        AgentDecisions.Next(State(new Journal()) with { Goal = AgentGoal.Reset, HasIdentity = false }, null));

    [Fact]
    public void Run_refuses_a_host_that_is_nobody() => Assert.IsType<AgentStep.Refuse>(
        AgentDecisions.Next(State(new Journal()) with { HasIdentity = false }, Everything));

    [Theory]
    [InlineData(nameof(AgentGoal.Register))]
    [InlineData(nameof(AgentGoal.Install))]
    [InlineData(nameof(AgentGoal.Run))]
    public void Every_command_deletes_what_a_finished_reset_left_behind(string goal) => Assert.IsType<AgentStep.Forget>(
        Next(new Journal { Reset = ResetIn("Released", EarlierBoot) }, Everything, Enum.Parse<AgentGoal>(goal)));

    [Theory]
    [InlineData("Triggered", ThisBoot)]
    [InlineData("Triggered", EarlierBoot)]
    [InlineData("Wiping", EarlierBoot)]
    [InlineData("Wiped", EarlierBoot)]
    public void The_installed_system_never_wipes_but_asks_for_recovery(string stage, string bootId) =>
        Assert.IsType<AgentStep.TriggerReset>(Next(Installed with { Reset = ResetIn(stage, bootId) }, null));

    [Theory]
    [InlineData("None", "None", false, typeof(AgentStep.Wait))]
    [InlineData("None", "None", true, typeof(AgentStep.Bootstrap))]
    [InlineData("Applying", "None", true, typeof(AgentStep.Bootstrap))]
    [InlineData("Applying", "None", false, typeof(AgentStep.Wait))]
    [InlineData("Applying", "RebootRequired", true, typeof(AgentStep.Reboot))]
    [InlineData("Applied", "RebootRequired", true, typeof(AgentStep.Reboot))]
    [InlineData("Applied", "Applied", true, typeof(AgentStep.AwaitBootstrap))]
    [InlineData("Applied", "None", true, typeof(AgentStep.AwaitBootstrap))]
    [InlineData("None", "Applied", true, typeof(AgentStep.AwaitBootstrap))]
    [InlineData("Succeeded", "Applied", true, typeof(AgentStep.Wait))]
    [InlineData("Succeeded", "None", true, typeof(AgentStep.Wait))]
    public void Bootstrap_data_is_applied_once_whatever_is_left_of_it(string stage, string evidence, bool available, Type step)
    {
        AgentState state = State(Installed with { Bootstrap = Enum.Parse<BootstrapStage>(stage) }) with
        {
            Facts = new OsFacts { BootId = ThisBoot, Bootstrap = Enum.Parse<BootstrapEvidence>(evidence) },
        };

        Assert.IsType(step, AgentDecisions.Next(state, new HostDirective { BootstrapAvailable = available }));
    }

    [Theory]
    [InlineData("None", typeof(AgentStep.ConfirmBootstrap))]
    [InlineData("Applied", typeof(AgentStep.ConfirmBootstrap))]
    [InlineData("Succeeded", typeof(AgentStep.Wait))]
    public void The_sentinel_is_remembered_once(string stage, Type step)
    {
        AgentState state = State(Installed with { Bootstrap = Enum.Parse<BootstrapStage>(stage) }) with { SentinelPresent = true };

        Assert.IsType(step, AgentDecisions.Next(state, new HostDirective { BootstrapAvailable = true }));
    }

    [Fact]
    public void An_os_version_that_may_not_be_applied_does_not_hold_anything_else_up() => Assert.IsType<AgentStep.Bootstrap>(
        Next(Installed, new HostDirective { BootstrapAvailable = true, OsVersion = new OsVersion { Hash = "v2", Apply = false } }));

    private static OperationKey OlderKey(string hash) => new("osversion-" + hash, 0, "Upgrade", hash);

    private static OperationEntry InPhase(string hash, string phase, string bootId) => new() { Key = OlderKey(hash), Phase = phase, BootId = bootId };

    private static ResetEntry ResetIn(string stage, string bootId) => new() { Stage = Enum.Parse<ResetStage>(stage), BootId = bootId };

    private static AgentStep Next(Journal journal, HostDirective? desired, AgentGoal goal = AgentGoal.Run) =>
        AgentDecisions.Next(State(journal) with { Goal = goal }, desired);

    private static AgentState State(Journal journal) =>
        new() { Goal = AgentGoal.Run, HasIdentity = true, Journal = journal, Facts = new OsFacts { BootId = ThisBoot }, BootId = ThisBoot, PluginReady = true };
}
