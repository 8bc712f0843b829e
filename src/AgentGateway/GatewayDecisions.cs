using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Directives;
using ElementalProvider.AgentGateway.Hosts;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.AgentGateway;

/// <summary>
/// What the gateway decides, as values that those who act on it are given: so it can be watched what is decided, and seen what a wrong decision
/// would lead to.
/// </summary>
internal sealed record GatewayDecisions
{
    /// <summary>What is wanted of a host, given the Cluster that it serves.</summary>
    public Func<ElementalHost, Cluster?, HostDirective> Directive { get; init; } = HostDirectives.For;

    /// <summary>Why a host gets no bootstrap data now; null where it does.</summary>
    public Func<ElementalHost, Cluster?, string?> WhyNoBootstrap { get; init; } = BootstrapData.WhyNone;

    /// <summary>Why a host may not reset itself now; null where it may.</summary>
    public Func<ElementalHost, Cluster?, ResetRequest, Refusal?> RefuseReset { get; init; } = ResetDecisions.Refuse;

    /// <summary>What a report means for its host, now, given when it was heard.</summary>
    public Func<ElementalHost, HostReport, DateTimeOffset, DateTimeOffset?, HostReportPlan> ForReport { get; init; } = HostReportDecisions.Decide;
}
