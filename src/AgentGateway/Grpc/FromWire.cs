using ElementalProvider.AgentGateway.Calls;
using Google.Protobuf.WellKnownTypes;
using Wire = ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.AgentGateway.Grpc;

/// <summary>What agents say, from messages into records. Nothing is judged here.</summary>
internal static class FromWire
{
    /// <summary>What a host says of itself.</summary>
    /// <param name="report">The message.</param>
    public static HostReport Report(Wire.HostReport report) => new()
    {
        AgentVersion = report.AgentVersion,
        BootId = report.BootId,
        MachineId = report.MachineId,
        ObservedGeneration = report.ObservedGeneration,
        Phase = report.Phase,
        Installed = report.Installed,
        Bootstrapped = report.Bootstrapped,
        Conditions = [.. report.Conditions.Select(Condition)],
        Facts = new Dictionary<string, string>(report.Facts),
        OsVersionHash = report.OsVersionHash,
        Operation = report.Operation is { } operation ? Operation(operation) : null,
        Steps = [.. report.Steps.Select(Step)],
    };

    /// <summary>The host that an agent asks for.</summary>
    /// <param name="request">The message.</param>
    public static NewHost Host(Wire.RegisterHostRequest request) => new()
    {
        Name = request.Name,
        PublicKey = request.PublicKey,
        Labels = new Dictionary<string, string>(request.Labels),
        Annotations = new Dictionary<string, string>(request.Annotations),
        Serves = request.Serves is { } serves ? new Serving(serves.Machine, serves.Cluster, serves.BootId) : null,
    };

    /// <summary>A host's word about its reset.</summary>
    /// <param name="request">The message.</param>
    public static ResetRequest Reset(Wire.DeleteHostRequest request) => new()
    {
        BootId = request.BootId,
        Evidence = request.Evidence is { } evidence
            ? new ResetEvidence { BootId = evidence.BootId, WipedPaths = [.. evidence.WipedPaths], RequestedBootId = evidence.RequestedBootId }
            : null,
    };

    private static HostCondition Condition(Wire.HostCondition condition) => new()
    {
        Type = condition.Type,
        Status = condition.Status,
        Reason = condition.Reason,
        Message = condition.Message,
    };

    private static OperationReport Operation(Wire.OperationReport operation) => new()
    {
        Id = operation.Id,
        Attempt = operation.Attempt,
        Phase = operation.Phase,
        Reason = operation.Reason,
        Message = operation.Message,
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

    // A Duration may hold more than a TimeSpan can, and signs that contradict each other.
    private static TimeSpan Time(Duration? time) => time switch
    {
        null or { Seconds: < 0 } or { Nanos: < 0 } => TimeSpan.Zero,
        { Seconds: var seconds } when seconds >= (long)TimeSpan.MaxValue.TotalSeconds => TimeSpan.MaxValue,
        _ => TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanos / TimeSpan.NanosecondsPerTick),
    };
}
