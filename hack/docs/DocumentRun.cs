using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ElementalProvider.DocumentCheck;

/// <summary>
/// Types what a document says and compares what one sees. Limits that a document gives to kubectl are for a machine that does nothing else; the
/// check waits as long as it waits for any command.
/// </summary>
/// <param name="output">Where it says how it goes.</param>
/// <param name="patience">How long a command may print nothing.</param>
internal sealed partial class DocumentRun(TextWriter output, TimeSpan patience)
{
    /// <summary>Runs a document from its first command to its last, or to the first one that does not do what the document says.</summary>
    /// <param name="path">The document.</param>
    /// <returns>Whether everything was as it says.</returns>
    public async Task<bool> CheckAsync(string path)
    {
        IReadOnlyList<ConsoleStep> steps = ConsoleBlocks.Read(await File.ReadAllLinesAsync(path));
        if (steps.Count == 0)
        {
            await output.WriteLineAsync($"{path}: no console block");
            return false;
        }

        using BashSession bash = new();
        foreach (ConsoleStep step in steps)
        {
            long started = Stopwatch.GetTimestamp();
            if (await FailureOfAsync(bash, step) is { } failure)
            {
                await output.WriteLineAsync($"{path}:{step.Line}: $ {step.Command}\n{failure}");
                return false;
            }

            await output.WriteLineAsync($"ok {path}:{step.Line} ({Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s) {FirstLine(step.Command)}");
        }

        return true;
    }

    private async Task<string?> FailureOfAsync(BashSession bash, ConsoleStep step)
    {
        try
        {
            (int exitCode, IReadOnlyList<string> lines) = await bash.RunAsync(Limit().Replace(step.Command, $"--timeout={patience.TotalSeconds:0}s"), patience);
            if (exitCode == 0 == step.IsRefused)
                return Describe($"exit code {exitCode}", step, lines);
            return ExpectedOutput.Matches(step.Expected, lines) ? null : Describe("something else was printed", step, lines);
        }
        catch (TimeoutException exception)
        {
            return exception.Message;
        }
    }

    private static string Describe(string problem, ConsoleStep step, IReadOnlyList<string> lines) =>
        $"{problem}\n--- the document says\n{string.Join('\n', step.Expected)}\n--- printed\n{string.Join('\n', lines)}";

    [GeneratedRegex(@"--timeout=\w+", RegexOptions.NonBacktracking)]
    private static partial Regex Limit();

    private static string FirstLine(string command) => command.Split('\n')[0];
}
