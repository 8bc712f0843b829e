using System.Diagnostics;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.AgentGateway.Tracing;

/// <summary>
/// Goes on with the trace of what is asked of a host: the directive that says so, the steps that its agent takes, the write of what it reports.
/// A host speaks for its own trace and for no other.
/// </summary>
internal static class HostTraces
{
    private static readonly ActivitySource Source = new("ElementalProvider.AgentGateway");

    /// <summary>The trace context of what was last asked of a host; empty where there is none, or none that can be read.</summary>
    /// <param name="host">The host.</param>
    public static string Of(ElementalHost host) =>
        host.Metadata.Annotation(HostAnnotations.Traceparent) is { } text && Parse(text) is not null ? text : "";

    /// <summary>Reads a trace context; null where it is none.</summary>
    /// <param name="traceparent">The text of it.</param>
    public static ActivityContext? Parse(string traceparent) =>
        ActivityContext.TryParse(traceparent, traceState: null, isRemote: true, out ActivityContext context) ? context : null;

    /// <summary>A directive goes out; null where it belongs to no trace, or nobody listens.</summary>
    /// <param name="host">To whom.</param>
    /// <param name="directive">The directive.</param>
    public static Activity? BeginDirective(ObjectKey host, HostDirective directive) =>
        Parse(directive.Traceparent) is { } cause ? Begin("send directive", ActivityKind.Producer, cause, host) : null;

    /// <summary>What a host reported is written; null where it belongs to no trace, or nobody listens.</summary>
    /// <param name="host">The host.</param>
    /// <param name="cause">The step that it reported last.</param>
    public static Activity? BeginWrite(ObjectKey host, ActivityContext cause) =>
        cause == default ? null : Begin("write report", ActivityKind.Internal, cause, host);

    /// <summary>Records a step that an agent took, after the fact.</summary>
    /// <param name="host">The host.</param>
    /// <param name="step">The step.</param>
    /// <returns>The step's place in its trace, or nowhere.</returns>
    public static ActivityContext Record(ObjectKey host, HostStep step)
    {
        if (step.Cause is not { } cause)
            return default;

        using Activity? recorded = Begin($"agent {step.Step}", ActivityKind.Consumer, cause, host, step.EndedAt - step.Took);
        recorded?.SetTag("elemental.operation", step.Operation).SetTag("elemental.result", step.Result);
        if (step.Result == HostSteps.Failed)
            recorded?.SetStatus(ActivityStatusCode.Error);
        recorded?.SetEndTime(step.EndedAt.UtcDateTime);
        return recorded?.Context ?? default;
    }

    private static Activity? Begin(string name, ActivityKind kind, ActivityContext cause, ObjectKey host, DateTimeOffset startedAt = default) => Source
        .StartActivity(name, kind, cause, startTime: startedAt)
        ?.SetTag("k8s.namespace.name", host.Namespace)
        .SetTag("elemental.host", host.Name);
}
