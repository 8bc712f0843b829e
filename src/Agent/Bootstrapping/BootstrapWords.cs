using ElementalProvider.Api.Meta;
namespace ElementalProvider.Agent.Bootstrapping;

/// <summary>Says in one line how bootstrap data came to grief, from what a tool has left of it.</summary>
internal static class BootstrapWords
{
    private const int LongestMessage = 1800;
    private const string WhatToDo =
        "It is not executed again by itself, but still waited for: mend what it needs and delete the Machine, or mend the host by hand";

    /// <summary>The words for a person.</summary>
    /// <param name="trace">What is there.</param>
    /// <param name="scrubber">Takes out what was in the data; null where the data could not be had, so that nothing can be quoted.</param>
    /// <param name="overdue">How long it was waited for; null where it failed before that.</param>
    public static string Of(BootstrapTrace trace, BootstrapScrubber? scrubber, TimeSpan? overdue)
    {
        string beginning = overdue is { } waited
            ? $"The bootstrap data was applied, but {Engine.BootstrapSentinel.HostPath} is not there after {waited.TotalMinutes:0.#} min. {Standing(trace)}"
            : $"The bootstrap data failed: {trace.Tool} has ended with {Count(trace.Errors.Count)}";
        if (scrubber is null)
            return $"{beginning}. See {Where(trace)} on the host; nothing of it is shown here, because the data could not be read again to leave its secrets out. {WhatToDo}.";

        string errors = trace.Errors.Count > 0 ? $": {Line(trace.Errors, scrubber, "; ")}" : "";
        string message = $"{beginning}{errors}. {WhatToDo}.";
        if (trace.Tail.Count == 0)
            return $"{Cut(message)} See {Where(trace)} on the host.";

        string tail = Line(trace.Tail, scrubber, " | ");
        int room = Math.Max(LongestMessage - message.Length, 200);
        return $"{Cut(message)} The end of {trace.Log}, without what was in the data: {(tail.Length > room ? $"…{tail[^room..]}" : tail)}";
    }

    private static string Standing(BootstrapTrace trace) => trace switch
    {
        { Tool: null } => "Neither cloud-init nor Ignition has left a result",
        { HasEnded: false, Stage: { Length: > 0 } stage } => $"{trace.Tool} is not done, and in its stage {Printable(stage)}",
        { HasEnded: false } => $"{trace.Tool} is not done",
        { Errors.Count: > 0 } => $"{trace.Tool} has ended with {Count(trace.Errors.Count)}",
        _ => $"{trace.Tool} has ended without an error of its own",
    };

    private static string Count(int errors) => errors == 1 ? "an error" : $"{errors} errors";

    private static string Where(BootstrapTrace trace) => trace.Log ?? "the log of cloud-init, or the journal,";

    private static string Line(IEnumerable<string> lines, BootstrapScrubber scrubber, string between) =>
        string.Join(between, lines.Select(line => Printable(scrubber.Scrub(line)).TrimEnd('.')));

    // A host's log goes into an object that terminals show.
    private static string Printable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();

    private static string Cut(string message) => message.Length <= LongestMessage ? message : $"{PrintableText.Shorten(message, LongestMessage)}…";
}
