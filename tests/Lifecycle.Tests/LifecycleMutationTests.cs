using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.AgentGateway.Directives;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Controllers.Hosts;
using ElementalProvider.Controllers.Machines;
using ElementalProvider.Lifecycle.Tests.Model;

namespace ElementalProvider.Lifecycle.Tests;

/// <summary>The property test can fail: each of these wrong decisions, put in the place of the right one, is found out.</summary>
public sealed class LifecycleMutationTests
{
    private const int Histories = 10_000;
    private const ulong Seed = 7;

    private static readonly Dictionary<string, Rules> Wrong = new()
    {
        ["a host is claimed although it has changed since it was chosen"] = new() { ClaimsAreConditional = false },
        ["evidence of a wipe is believed unseen"] = new() { RefuseReset = (_, _, _) => null },
        ["a moved or paused host is told to reset itself"] = new()
        {
            Directive = (host, _) => HostDirectives.For(host.WithMetadata(host.Metadata with { Annotations = null }), cluster: null),
        },
        ["a deleted host is let go at once"] = new()
        {
            ForHost = seen => HostDecisions.Next(seen) is HostStep.RequestReset ? new HostStep.RemoveFinalizer() : HostDecisions.Next(seen),
        },
        ["a deleted host is told to reset itself although its cluster is paused"] = new()
        {
            ForHost = seen => seen.Host.Metadata.DeletionTimestamp is null ? HostDecisions.Next(seen) : HostDecisions.Next(seen with { Cluster = null }),
        },
        ["a deleted machine keeps its host"] = new()
        {
            ForMachine = seen => MachineDecisions.Next(seen) is MachineStep.RequestReset ? new MachineStep.RemoveFinalizer() : MachineDecisions.Next(seen),
            ForHost = WithoutOrphans,
        },
        ["a host whose machine is gone goes on serving it"] = new() { ForHost = WithoutOrphans },
        ["late news of an earlier boot are taken for new"] = new()
        {
            ForReport = (host, report, now) => HostReportDecisions.Decide(host with { Status = host.Status is { } status ? status with { Phase = null } : null }, report, now),
        },
        ["a version that was rolled back is tried again"] = new()
        {
            After = (step, outcome, journal, bootId) => JournalTransitions.After(step, outcome, journal, bootId) is { Operation.Phase: OperationPhase.RolledBack } after
                ? after with { Operation = null }
                : JournalTransitions.After(step, outcome, journal, bootId),
        },
        ["a version that a boot is about to prove is applied again"] = new()
        {
            After = (step, outcome, journal, bootId) => step is AgentStep.ApplyOperation
                ? JournalTransitions.After(new AgentStep.PrepareOperation(((AgentStep.OfOperation)step).Operation), new StepOutcome.Done(), journal, bootId)
                : JournalTransitions.After(step, outcome, journal, bootId),
        },
        ["an operation is applied that was not prepared"] = new()
        {
            After = (step, outcome, journal, bootId) => step is AgentStep.CheckOperation && outcome is StepOutcome.Checked { Verdict: PreflightVerdict.Proceed }
                ? JournalTransitions.After(new AgentStep.PrepareOperation(((AgentStep.OfOperation)step).Operation), new StepOutcome.Done(), journal, bootId)
                : JournalTransitions.After(step, outcome, journal, bootId),
        },
        ["the wipe is reported and not done"] = new()
        {
            After = (step, outcome, journal, bootId) => JournalTransitions.After(step, outcome, journal, bootId) is { Reset.Stage: ResetStage.Wiping } after
                ? after with { Reset = after.Reset with { Stage = ResetStage.Wiped, WipedPaths = ModelOs.WipedPaths } }
                : JournalTransitions.After(step, outcome, journal, bootId),
        },
    };

    public static TheoryData<string> Mutations => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Mutations))]
    public void A_wrong_decision_is_found_out(string mutation) =>
        Assert.NotNull(new Search(Wrong[mutation]).Run(Histories, Seed));

    /// <summary>The pause comes between the directive and the call that it leads to. Chance hardly ever gets there.</summary>
    private static readonly History PausedBeforeTheFetch = new(
    [
        new Act(ActKind.EverybodyWorks),
        new Act(ActKind.EverybodyWorks),
        new Act(ActKind.EverybodyWorks),
        new Act(ActKind.MachineIsMade),
        new Act(ActKind.LeaderReconcilesMachine, What: (byte)Freshness.All),
        new Act(ActKind.GatewayWrites, What: (byte)Freshness.All),
        new Act(ActKind.AgentListens, Who: 0),
        new Act(ActKind.AgentListens, Who: 1),
        new Act(ActKind.HostIsPaused, Who: 0),
        new Act(ActKind.HostIsPaused, Who: 1),
        new Act(ActKind.GatewayWrites, What: (byte)Freshness.All),
        new Act(ActKind.AgentTakesTurn, Who: 0),
        new Act(ActKind.AgentTakesTurn, Who: 1),
    ]);

    [Fact]
    public void Bootstrap_data_that_is_given_to_a_paused_host_is_found_out()
    {
        Rules wrong = new() { WhyNoBootstrap = (host, _) => host.WantsBootstrap() ? null : "there is none" };

        Assert.Contains("gets bootstrap data although it is paused", new Search(wrong).Problem(PausedBeforeTheFetch), StringComparison.Ordinal);
        Assert.Null(new Search(new Rules()).Problem(PausedBeforeTheFetch));
    }

    private static HostStep WithoutOrphans(HostSeen seen) =>
        HostDecisions.Next(seen) is HostStep.ConfirmMachine ? new HostStep.Settle(seen.Host.Status) : HostDecisions.Next(seen);
}
