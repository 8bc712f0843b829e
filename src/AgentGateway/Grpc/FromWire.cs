using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.Api.Meta;
using Google.Protobuf.WellKnownTypes;
using Wire = ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.AgentGateway.Grpc;

/// <summary>
/// What agents say, from messages into records. Nothing is judged here; but this is the rim at which their words become printable, so that logs,
/// statuses and events may show them as they are.
/// </summary>
internal static class FromWire
{
    /// <summary>What a host says of itself.</summary>
    /// <param name="report">The message.</param>
    public static HostReport Report(Wire.HostReport report) => new()
    {
        AgentVersion = PrintableText.Of(report.AgentVersion),
        BootId = PrintableText.Of(report.BootId),
        MachineId = PrintableText.Of(report.MachineId),
        ObservedGeneration = report.ObservedGeneration,
        Phase = PrintableText.Of(report.Phase),
        Installed = report.Installed,
        Bootstrapped = report.Bootstrapped,
        Conditions = [.. report.Conditions.Select(Condition)],
        Facts = Printable(report.Facts),
        OsVersionHash = PrintableText.Of(report.OsVersionHash),
        Operation = report.Operation is { } operation ? Operation(operation) : null,
        Steps = [.. report.Steps.Select(Step)],
    };

    /// <summary>The host that an agent asks for.</summary>
    /// <param name="request">The message.</param>
    public static NewHost Host(Wire.RegisterHostRequest request) => new()
    {
        Name = request.Name,
        PublicKey = request.PublicKey,
        Labels = WithPrintableKeys(request.Labels),
        Annotations = WithPrintableKeys(request.Annotations),
        Serves = request.Serves is { } serves
            ? new Serving(PrintableText.Of(serves.Machine), PrintableText.Of(serves.Cluster), PrintableText.Of(serves.BootId))
            : null,
    };

    /// <summary>A host's word about its reset.</summary>
    /// <param name="request">The message.</param>
    public static ResetRequest Reset(Wire.DeleteHostRequest request) => new()
    {
        BootId = PrintableText.Of(request.BootId),
        Evidence = request.Evidence is { } evidence
            ? new ResetEvidence
            {
                BootId = PrintableText.Of(evidence.BootId),
                WipedPaths = [.. evidence.WipedPaths.Select(PrintableText.Of)],
                RequestedBootId = PrintableText.Of(evidence.RequestedBootId),
            }
            : null,
    };

    private static HostCondition Condition(Wire.HostCondition condition) => new()
    {
        Type = condition.Type,
        Status = condition.Status,
        Reason = PrintableText.Of(condition.Reason),
        Message = PrintableText.Of(condition.Message),
    };

    private static OperationReport Operation(Wire.OperationReport operation) => new()
    {
        Id = PrintableText.Of(operation.Id),
        Attempt = operation.Attempt,
        Phase = PrintableText.Of(operation.Phase),
        Reason = PrintableText.Of(operation.Reason),
        Message = PrintableText.Of(operation.Message),
        Progress = operation.Progress,
    };

    private static StepReport Step(Wire.StepReport step) => new()
    {
        Operation = step.Operation,
        Step = step.Step,
        Result = step.Result,
        Took = Time(step.Took),
        Ago = Time(step.Ago),
        Traceparent = step.Traceparent,
    };

    // Two names that look the same once they are printable are one.
    private static Dictionary<string, string> Printable(IEnumerable<KeyValuePair<string, string>> texts)
    {
        Dictionary<string, string> printable = [];
        foreach ((string name, string text) in texts)
            printable[PrintableText.Of(name)] = PrintableText.Of(text);
        return printable;
    }

    // Values of labels are checked, and those of annotations are free, line breaks and all.
    private static Dictionary<string, string> WithPrintableKeys(IEnumerable<KeyValuePair<string, string>> texts)
    {
        Dictionary<string, string> printable = [];
        foreach ((string name, string text) in texts)
            printable[PrintableText.Of(name)] = text;
        return printable;
    }

    // A Duration may hold more than a TimeSpan can, and signs that contradict each other.
    private static TimeSpan Time(Duration? time) => time switch
    {
        null or { Seconds: < 0 } or { Nanos: < 0 } => TimeSpan.Zero,
        { Seconds: var seconds } when seconds >= (long)TimeSpan.MaxValue.TotalSeconds => TimeSpan.MaxValue,
        _ => TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanos / TimeSpan.NanosecondsPerTick),
    };
}
