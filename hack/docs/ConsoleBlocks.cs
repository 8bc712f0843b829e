namespace ElementalProvider.DocumentCheck;

/// <summary>
/// Finds the commands of a Markdown document. They stand in fenced blocks of the language <c>console</c>: a line that begins with
/// <c>$ </c> is a command, <c>&gt; </c> continues it, and everything else is what one sees.
/// </summary>
internal static class ConsoleBlocks
{
    private const string Fence = "```";
    private const string Prompt = "$ ";
    private const string Continuation = "> ";

    /// <summary>The commands in their order.</summary>
    /// <param name="lines">The lines of the document.</param>
    /// <exception cref="FormatException">A block begins with something that is no command, or does not end.</exception>
    public static IReadOnlyList<ConsoleStep> Read(IReadOnlyList<string> lines)
    {
        List<ConsoleStep> steps = [];
        for (int at = 0; at < lines.Count; at++)
        {
            if (lines[at].Trim() != Fence + "console")
                continue;

            int first = at + 1;
            at = first;
            while (at < lines.Count && lines[at].Trim() != Fence)
                at++;
            if (at == lines.Count)
                throw new FormatException($"line {first}: the console block does not end");

            steps.AddRange(ReadBlock(lines, first, at));
        }

        return steps;
    }

    private static IEnumerable<ConsoleStep> ReadBlock(IReadOnlyList<string> lines, int first, int end)
    {
        for (int at = first; at < end;)
        {
            int line = at + 1;
            if (!lines[at].StartsWith(Prompt, StringComparison.Ordinal))
                throw new FormatException($"line {line}: a console block begins with a command, \"{Prompt}...\"");

            List<string> command = [lines[at++][Prompt.Length..]];
            while (at < end && lines[at].StartsWith(Continuation, StringComparison.Ordinal))
                command.Add(lines[at++][Continuation.Length..]);

            List<string> expected = [];
            while (at < end && !lines[at].StartsWith(Prompt, StringComparison.Ordinal))
                expected.Add(lines[at++]);
            yield return new ConsoleStep(line, string.Join('\n', command), expected);
        }
    }
}
