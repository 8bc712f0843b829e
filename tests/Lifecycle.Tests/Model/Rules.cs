using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.AgentGateway;
using ElementalProvider.AgentGateway.Directives;
using ElementalProvider.AgentGateway.Hosts;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Controllers.Hosts;
using ElementalProvider.Controllers.Machines;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>The decisions under test. A test that must fail puts a wrong one in the place of a right one.</summary>
internal sealed record Rules
{
    public Func<MachineSeen, MachineStep> ForMachine { get; init; } = MachineDecisions.Next;

    public Func<HostSeen, HostStep> ForHost { get; init; } = HostDecisions.Next;

    public Func<ElementalHost, Cluster?, HostDirective> Directive { get; init; } = HostDirectives.For;

    public Func<ElementalHost, Cluster?, string?> WhyNoBootstrap { get; init; } = BootstrapData.WhyNone;

    public Func<ElementalHost, HostReport, DateTimeOffset, HostReportPlan> ForReport { get; init; } =
        static (host, report, now) => HostReportDecisions.Decide(host, report, now);

    public Func<ElementalHost, Cluster?, DeleteHostRequest, Refusal?> RefuseReset { get; init; } = ResetDecisions.Refuse;

    public Func<AgentState, HostDirective?, AgentStep> ForAgent { get; init; } = AgentDecisions.Next;

    public Func<AgentStep, Journal, string, Journal> Before { get; init; } = JournalTransitions.Before;

    public Func<AgentStep, StepOutcome, Journal, string, Journal> After { get; init; } = JournalTransitions.After;

    /// <summary>Whether a claim is refused where the host has changed since it was chosen.</summary>
    public bool ClaimsAreConditional { get; init; } = true;
}
