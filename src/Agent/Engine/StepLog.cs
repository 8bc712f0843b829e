using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using Google.Protobuf.WellKnownTypes;

namespace ElementalProvider.Agent.Engine;

/// <summary>
/// What the agent did and has not told yet, for the traces and metrics of the manager. Nothing is decided by it: it is told with the next report
/// that there is, once, and the oldest is forgotten where there is too much. Thread-safe.
/// </summary>
/// <param name="clock">Measures the steps.</param>
internal sealed class StepLog(TimeProvider clock)
{
    /// <summary>Steps that are kept.</summary>
    public const int Capacity = 16;

    private readonly Lock gate = new();
    private readonly Queue<Entry> entries = [];
    private long count;

    /// <summary>Begins to measure.</summary>
    public long Begin() => clock.GetTimestamp();

    /// <summary>Notes a step that has ended; one that has no name is nobody's business.</summary>
    /// <param name="step">The step.</param>
    /// <param name="result">How it ended, one of <see cref="HostSteps.Results"/>.</param>
    /// <param name="begun">What <see cref="Begin"/> gave.</param>
    /// <param name="traceparent">Trace context of the directive it was done for; empty for none.</param>
    public void Note(AgentStep step, string result, long begun, string traceparent)
    {
        if (Name(step) is not var (operation, name))
            return;

        long ended = clock.GetTimestamp();
        StepReport report = new()
        {
            Operation = operation,
            Step = name,
            Result = result,
            Took = Duration.FromTimeSpan(clock.GetElapsedTime(begun, ended)),
            Traceparent = traceparent,
        };
        lock (gate)
        {
            if (entries.Count == Capacity)
                entries.Dequeue();
            entries.Enqueue(new Entry(++count, ended, report));
        }
    }

    /// <summary>A report with the steps that have not been told; the very report where there are none.</summary>
    /// <param name="report">The report.</param>
    /// <returns>What to send, and the number to give to <see cref="Forget"/> once it is sent.</returns>
    public (HostReport Report, long Number) AddTo(HostReport report)
    {
        lock (gate)
        {
            if (entries.Count == 0)
                return (report, 0);

            HostReport told = report.Clone();
            foreach (Entry entry in entries)
            {
                StepReport step = entry.Report.Clone();
                step.Ago = Duration.FromTimeSpan(clock.GetElapsedTime(entry.Ended));
                told.Steps.Add(step);
            }

            told.Traceparent = told.Steps[^1].Traceparent;
            return (told, count);
        }
    }

    /// <summary>Forgets what has been told.</summary>
    /// <param name="number">What <see cref="AddTo"/> gave with it.</param>
    public void Forget(long number)
    {
        lock (gate)
        {
            while (entries.TryPeek(out Entry? oldest) && oldest.Number <= number)
                entries.Dequeue();
        }
    }

    // What only looks, waits or notes something down takes no time worth telling.
    private static (string Operation, string Step)? Name(AgentStep step) => step switch
    {
        AgentStep.Register or AgentStep.FinalizeRegistration => (HostSteps.Registration, step.GetType().Name),
        AgentStep.Install => (HostSteps.Installation, step.GetType().Name),
        AgentStep.Bootstrap or AgentStep.AwaitBootstrap => (HostSteps.Bootstrap, step.GetType().Name),
        AgentStep.CheckOperation check => (check.Operation.Type, "Check"),
        AgentStep.PrepareOperation prepare => (prepare.Operation.Type, "Prepare"),
        AgentStep.ApplyOperation apply => (apply.Operation.Type, "Apply"),
        AgentStep.VerifyOperation verify => (verify.Operation.Type, "Verify"),
        AgentStep.AbortOperation abort => (abort.Operation.Type, "Abort"),
        AgentStep.TriggerReset or AgentStep.AnnounceReset or AgentStep.Wipe or AgentStep.ShowEvidence => (HostSteps.Reset, step.GetType().Name),
        _ => null,
    };

    private sealed record Entry(long Number, long Ended, StepReport Report);
}
