namespace ElementalProvider.Admission.Webhooks;

/// <summary>What the rules say to a write.</summary>
/// <param name="Refusals">Why it is refused, one sentence a field; empty where it is not.</param>
/// <param name="Warnings">What is wrong but was so before; it is told and not refused.</param>
internal sealed record Verdict(IReadOnlyList<string> Refusals, IReadOnlyList<string> Warnings)
{
    /// <summary>Nothing to say.</summary>
    public static Verdict Allowed { get; } = new([], []);

    /// <summary>Whether the write may go on.</summary>
    public bool IsAllowed => Refusals.Count == 0;

    /// <summary>The refusals in one line, as the API server writes several errors.</summary>
    public string Message => Refusals.Count == 1 ? Refusals[0] : $"[{string.Join(", ", Refusals)}]";
}
