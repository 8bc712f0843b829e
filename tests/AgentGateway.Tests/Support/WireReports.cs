using ElementalProvider.AgentGateway.Calls;
using Google.Protobuf.WellKnownTypes;
using Wire = ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.AgentGateway.Tests.Support;

/// <summary>Reports as agents put them on the wire, which is what the gateway has to read back.</summary>
internal static class WireReports
{
    public static Wire.HostReport ToWire(this HostReport report)
    {
        Wire.HostReport told = new()
        {
            AgentVersion = report.AgentVersion,
            BootId = report.BootId,
            MachineId = report.MachineId,
            ObservedGeneration = report.ObservedGeneration,
            Phase = report.Phase,
            Installed = report.Installed,
            Bootstrapped = report.Bootstrapped,
            OsVersionHash = report.OsVersionHash,
        };
        if (report.Operation is { } operation)
        {
            told.Operation = new Wire.OperationReport
            {
                Id = operation.Id,
                Attempt = operation.Attempt,
                Phase = operation.Phase,
                Reason = operation.Reason,
                Message = operation.Message,
                Progress = operation.Progress,
            };
        }

        foreach ((string name, string value) in report.Facts)
            told.Facts[name] = value;
        told.Conditions.Add(report.Conditions.Select(condition => new Wire.HostCondition
        {
            Type = condition.Type,
            Status = condition.Status,
            Reason = condition.Reason,
            Message = condition.Message,
        }));
        told.Steps.Add(report.Steps.Select(step => new Wire.StepReport
        {
            Operation = step.Operation,
            Step = step.Step,
            Result = step.Result,
            Took = Duration.FromTimeSpan(step.Took),
            Ago = Duration.FromTimeSpan(step.Ago),
            Traceparent = step.Traceparent,
        }));
        return told;
    }
}
