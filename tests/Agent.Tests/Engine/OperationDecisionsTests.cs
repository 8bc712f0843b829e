using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Api.AgentProtocol;
using Google.Protobuf.WellKnownTypes;

namespace ElementalProvider.Agent.Tests.Engine;

public class OperationDecisionsTests
{
    private const string ThisBoot = "boot-2";
    private const string EarlierBoot = "boot-1";

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Journal Installed = new() { Registered = true, Finalized = true, Installed = true };
    private static readonly OperationKey Wanted = new("op-1", 1, "Upgrade", "v2");

    // Phase and boot of what the journal knows of the very attempt that is wanted; whether it may be applied; the step.
    [Theory]
    [InlineData(null, ThisBoot, true, "Check")]
    [InlineData(null, ThisBoot, false, null)]
    [InlineData("Pending", ThisBoot, true, "Check")]
    [InlineData("Pending", ThisBoot, false, null)]
    [InlineData("Preparing", ThisBoot, true, "Prepare")]
    [InlineData("Preparing", ThisBoot, false, null)]
    [InlineData("Preparing", EarlierBoot, true, "Check")]
    [InlineData("Applying", ThisBoot, true, "Apply")]
    [InlineData("Applying", EarlierBoot, true, "Check")]
    [InlineData("Applying", ThisBoot, false, null)]
    [InlineData("Rebooting", ThisBoot, true, "Reboot")]
    [InlineData("Rebooting", ThisBoot, false, "Reboot")]
    [InlineData("Rebooting", EarlierBoot, true, "Verify")]
    [InlineData("Rebooting", EarlierBoot, false, "Verify")]
    [InlineData("Verifying", ThisBoot, true, "Verify")]
    [InlineData("Verifying", EarlierBoot, false, "Verify")]
    [InlineData("Succeeded", ThisBoot, true, null)]
    [InlineData("Succeeded", EarlierBoot, false, null)]
    [InlineData("Failed", ThisBoot, true, null)]
    [InlineData("Failed", EarlierBoot, true, null)]
    [InlineData("Failed", ThisBoot, false, null)]
    [InlineData("RolledBack", ThisBoot, true, null)]
    [InlineData("RolledBack", EarlierBoot, true, null)]
    [InlineData("RolledBack", EarlierBoot, false, null)]
    [InlineData("Expired", EarlierBoot, true, null)]
    [InlineData("Aborted", ThisBoot, true, "Check")]
    public void An_operation_is_carried_out_once_and_proved_after_its_reboot(string? phase, string bootId, bool apply, string? step) =>
        Assert.Equal(step, Next(phase is null ? null : InPhase(Wanted, phase, bootId), Directive(Wanted, apply)));

    // What the journal knows of the attempt before; it differs from what is wanted by its attempt or by its id.
    [Theory]
    [InlineData("Failed", "Check")]
    [InlineData("Expired", "Check")]
    [InlineData("Aborted", "Check")]
    [InlineData("Pending", "Check")]
    [InlineData("Preparing", "Abort")]
    [InlineData("Applying", "Abort")]
    [InlineData("Rebooting", "Reboot")]
    [InlineData("Verifying", "Verify")]
    [InlineData("Succeeded", null)]
    [InlineData("RolledBack", null)]
    public void Another_attempt_at_the_same_tries_again_what_failed_and_never_what_runs_or_was_rolled_back(string phase, string? step)
    {
        Assert.Equal(step, Next(InPhase(Wanted with { Attempt = 0 }, phase, ThisBoot), Directive(Wanted, apply: true)));
        Assert.Equal(step, Next(InPhase(Wanted with { Id = "op-0" }, phase, ThisBoot), Directive(Wanted, apply: true)));
    }

    // Newest wins: whatever became of v1, v2 follows without a reboot in between, and v1 is not left for whatever boot comes next.
    [Theory]
    [InlineData("Pending", ThisBoot, "Check")]
    [InlineData("Preparing", ThisBoot, "Abort")]
    [InlineData("Preparing", EarlierBoot, "Abort")]
    [InlineData("Applying", ThisBoot, "Abort")]
    [InlineData("Rebooting", ThisBoot, "Abort")]
    [InlineData("Rebooting", EarlierBoot, "Check")]
    [InlineData("Verifying", EarlierBoot, "Check")]
    [InlineData("Succeeded", ThisBoot, "Check")]
    [InlineData("Failed", ThisBoot, "Check")]
    [InlineData("RolledBack", ThisBoot, "Check")]
    [InlineData("Expired", ThisBoot, "Check")]
    [InlineData("Aborted", ThisBoot, "Check")]
    public void Another_operation_supersedes_whatever_became_of_the_one_before(string phase, string bootId, string step) =>
        Assert.Equal(step, Next(InPhase(new OperationKey("op-0", 1, "Upgrade", "v1"), phase, bootId), Directive(Wanted, apply: true)));

    [Theory]
    [InlineData("Pending", ThisBoot, null)]
    [InlineData("Preparing", ThisBoot, "Abort")]
    [InlineData("Applying", ThisBoot, "Abort")]
    [InlineData("Rebooting", ThisBoot, "Abort")]
    [InlineData("Rebooting", EarlierBoot, null)]
    [InlineData("Succeeded", ThisBoot, null)]
    [InlineData("Failed", ThisBoot, null)]
    [InlineData("RolledBack", ThisBoot, null)]
    public void What_is_not_wanted_any_more_is_given_up_before_a_boot_meets_it(string phase, string bootId, string? step)
    {
        OperationEntry known = InPhase(Wanted, phase, bootId);

        Assert.Equal(step, Next(known, new HostDirective()));
        Assert.Null(Next(known, null));
    }

    // What the journal knows of the attempt, how many minutes the deadline lies ahead, whether it may be applied; the step.
    [Theory]
    [InlineData(null, 1, true, "Check")]
    [InlineData(null, -1, true, "Expire")]
    [InlineData(null, -1, false, "Expire")]
    [InlineData("Pending", -1, true, "Expire")]
    [InlineData("Preparing", -1, true, "Prepare")]
    [InlineData("Applying", -1, true, "Apply")]
    [InlineData("Rebooting", -1, true, "Reboot")]
    [InlineData("Verifying", -1, true, "Verify")]
    [InlineData("Expired", -1, true, null)]
    [InlineData("Succeeded", -1, true, null)]
    [InlineData("RolledBack", -1, true, null)]
    public void An_operation_is_not_begun_after_its_deadline_and_one_that_was_begun_is_finished(string? phase, int minutes, bool apply, string? step)
    {
        HostDirective directive = Directive(Wanted, apply);
        directive.Operation.Deadline = Timestamp.FromDateTimeOffset(Now.AddMinutes(minutes));

        Assert.Equal(step, Next(phase is null ? null : InPhase(Wanted, phase, ThisBoot), directive));
    }

    [Fact]
    public void An_operation_that_expired_is_begun_when_it_is_asked_for_again()
    {
        HostDirective again = Directive(Wanted with { Attempt = 2 }, apply: true);
        again.Operation.Deadline = Timestamp.FromDateTimeOffset(Now.AddMinutes(1));

        Assert.Equal("Check", Next(InPhase(Wanted, "Expired", ThisBoot), again));
    }

    [Theory]
    [InlineData("Preparing")]
    [InlineData("Applying")]
    [InlineData(null)]
    public void Nothing_is_begun_while_bootstrap_data_is_executed(string? phase) => Assert.Null(Next(
        phase is null ? null : InPhase(Wanted, phase, ThisBoot), Directive(Wanted, apply: true), Installed with { Bootstrap = BootstrapStage.Applied }));

    // Managers that know no operations: phase of the version they want; whether it may be applied.
    [Theory]
    [InlineData(null, true, "Check osversion-abcdefabcdef 0")]
    [InlineData("Failed", true, null)]
    [InlineData("Failed", false, "Count osversion-abcdefabcdef 1")]
    [InlineData("RolledBack", false, null)]
    [InlineData("Succeeded", false, null)]
    public void The_host_counts_attempts_for_a_manager_that_does_not(string? phase, bool apply, string? step)
    {
        OperationKey older = new("osversion-abcdefabcdef", 0, "Upgrade", "abcdefabcdef0123");
        HostDirective directive = new() { OsVersion = new OsVersion { Hash = "abcdefabcdef0123", Apply = apply } };

        AgentStep? next = OperationDecisions.Next(State(phase is null ? null : InPhase(older, phase, ThisBoot), Installed), directive);

        Assert.Equal(step, next is AgentStep.OfOperation { Operation: var key } ? $"{NameOf(next)} {key.Id} {key.Attempt}" : NameOf(next));
    }

    [Fact]
    public void An_attempt_that_the_host_has_counted_is_made_when_the_leave_comes()
    {
        OperationKey counted = new("osversion-v2", 3, "Upgrade", "v2");
        HostDirective directive = new() { OsVersion = new OsVersion { Hash = "v2", Apply = true } };

        Assert.Equal(new AgentStep.CheckOperation(counted), OperationDecisions.Next(State(InPhase(counted, "Pending", EarlierBoot), Installed), directive));
    }

    [Fact]
    public void A_failure_is_over_for_an_older_manager_when_nothing_is_wanted_and_never_by_itself_for_one_that_counts()
    {
        Assert.Equal("Count", Next(InPhase(new OperationKey("osversion-v2", 0, "Upgrade", "v2"), "Failed", ThisBoot), new HostDirective()));
        Assert.Null(Next(InPhase(Wanted, "Failed", ThisBoot), new HostDirective()));
        Assert.Null(Next(InPhase(Wanted, "Failed", ThisBoot), Directive(Wanted, apply: false)));
        Assert.Null(Next(InPhase(Wanted, "Failed", ThisBoot), Directive(Wanted, apply: true)));
    }

    private static string? Next(OperationEntry? known, HostDirective? directive, Journal? journal = null) =>
        NameOf(OperationDecisions.Next(State(known, journal ?? Installed), directive));

    private static string? NameOf(AgentStep? step) => step switch
    {
        null => null,
        AgentStep.CountAttempt => "Count",
        _ => step.GetType().Name.Replace("Operation", "", StringComparison.Ordinal),
    };

    private static HostDirective Directive(OperationKey wanted, bool apply) => new()
    {
        Operation = new Operation { Id = wanted.Id, Attempt = wanted.Attempt, Type = wanted.Type, Wanted = wanted.Wanted, Apply = apply },
        OsVersion = new OsVersion { Hash = wanted.Wanted, Apply = apply },
    };

    private static OperationEntry InPhase(OperationKey key, string phase, string bootId) => new() { Key = key, Phase = phase, BootId = bootId };

    private static AgentState State(OperationEntry? known, Journal journal) => new()
    {
        Goal = AgentGoal.Run,
        HasIdentity = true,
        Journal = journal with { Operation = known },
        Facts = new OsFacts { BootId = ThisBoot },
        BootId = ThisBoot,
        Now = Now,
        PluginReady = true,
    };
}
