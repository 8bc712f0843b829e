namespace ElementalProvider.DocumentCheck;

/// <summary>One command of a document, and what the document says one will see.</summary>
/// <param name="Line">Where the command stands, counted from 1.</param>
/// <param name="Command">What a person types; more than one line where the document goes on with <c>&gt; </c>.</param>
/// <param name="Expected">The lines below it.</param>
internal sealed record ConsoleStep(int Line, string Command, IReadOnlyList<string> Expected)
{
    /// <summary>Whether the document shows the command failing: what one sees begins as the errors of kubectl do.</summary>
    public bool IsRefused => Expected is [var first, ..]
        && (first.StartsWith("error", StringComparison.OrdinalIgnoreCase) || first.StartsWith("The request is invalid:", StringComparison.Ordinal));
}
