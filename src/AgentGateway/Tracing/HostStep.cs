using System.Collections.Frozen;
using System.Diagnostics;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.AgentGateway.Tracing;

/// <summary>One step of an agent, as far as its word is good: words are known ones, times are bounded, the trace is the host's own.</summary>
/// <param name="Operation">What it was for, one of <see cref="HostSteps.Operations"/> or Other.</param>
/// <param name="Step">One of <see cref="HostSteps.Steps"/> or Other.</param>
/// <param name="Result">One of <see cref="HostSteps.Results"/> or Other.</param>
/// <param name="Took">How long it took.</param>
/// <param name="EndedAt">When it ended, by the clock of this process.</param>
/// <param name="Cause">What it was done for, or null where that has no trace.</param>
internal sealed record HostStep(string Operation, string Step, string Result, TimeSpan Took, DateTimeOffset EndedAt, ActivityContext? Cause)
{
    /// <summary>Steps of one report that count; an agent never has more to tell.</summary>
    public const int Most = 16;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>The steps that a report tells of. Pure.</summary>
    /// <param name="report">The report.</param>
    /// <param name="traceparent">The trace context of what was last asked of the host; empty where there is none.</param>
    /// <param name="now">When the report arrived.</param>
    public static IEnumerable<HostStep> Of(HostReport report, string traceparent, DateTimeOffset now) => report.Steps.Take(Most).Select(step =>
        new HostStep(
            Known(step.Operation, HostSteps.Operations),
            Known(step.Step, HostSteps.Steps),
            Known(step.Result, HostSteps.Results),
            Bounded(step.Took),
            now - Bounded(step.Ago),
            Own(step.Traceparent, traceparent)));

    private static string Known(string word, FrozenSet<string> known) => known.Contains(word) ? word : HostSteps.Other;

    private static TimeSpan Bounded(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time > Longest ? Longest : time;

    private static ActivityContext? Own(string told, string asked) =>
        HostTraces.Parse(told) is { } cause && HostTraces.Parse(asked) is { } own && cause.TraceId == own.TraceId ? cause : null;
}
