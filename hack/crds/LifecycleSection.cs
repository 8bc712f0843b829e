using System.Text;
using ElementalProvider.Api.Elemental.Lifecycle;

namespace ElementalProvider.CrdGenerator;

/// <summary>The lifecycle of hosts as the page on concepts shows it: a diagram and the same in words, between two markers.</summary>
internal static class LifecycleSection
{
    private const string Begin = "<!-- lifecycle: written by hack/generate.sh -->\n";
    private const string End = "<!-- end of lifecycle -->\n";

    /// <summary>Rows that hold in more states than this are drawn once, or the diagram would be nothing but arrows.</summary>
    private const int MostArrowsOfARow = 3;

    /// <summary>The page with its section as the table in api/ has it.</summary>
    /// <param name="page">The page as it is.</param>
    /// <exception cref="InvalidDataException">The page has no section to renew.</exception>
    public static string Renew(string page)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? string.Concat(page.AsSpan(0, begin + Begin.Length), Make(), page.AsSpan(end))
            : throw new InvalidDataException($"The page has no lines \"{Begin.Trim()}\" and \"{End.Trim()}\" to write the lifecycle between.");
    }

    private static string Make()
    {
        StringBuilder text = new();
        text.Append("```mermaid\nstateDiagram-v2\n");
        foreach (HostState state in Enum.GetValues<HostState>().Where(state => !IsOutside(state)))
            text.Append($"    state \"{NameOf(state)}\" as {state}\n");
        foreach (string line in HostLifecycle.Table.SelectMany(Arrows))
            text.Append($"    {line}\n");

        text.Append("```\n\n| From | What happens | When | To |\n|---|---|---|---|\n");
        foreach (HostTransition row in HostLifecycle.Table)
            text.Append($"| {Words(row.From)} | {row.Event} | {row.Guard} | {NameOf(row.To)} |\n");
        return text.ToString();
    }

    private static IEnumerable<string> Arrows(HostTransition row)
    {
        if (row.From.Count <= MostArrowsOfARow)
            return row.From.Select(from => $"{Node(from)} --> {Node(row.To)}: {row.Event}");

        string many = $"Any{row.From.Count}";
        return [$"state \"{Words(row.From)}\" as {many}", $"{many} --> {Node(row.To)}: {row.Event}"];
    }

    private static string Words(IReadOnlyList<HostState> states) => states.Count <= MostArrowsOfARow
        ? string.Join(", ", states.Select(NameOf))
        : $"any from {NameOf(states[0])} to {NameOf(states[^1])}";

    private static string Node(HostState state) => IsOutside(state) ? "[*]" : state.ToString();

    private static bool IsOutside(HostState state) => state is HostState.NotRegistered or HostState.Gone;

    private static string NameOf(HostState state) => state switch
    {
        HostState.NotRegistered => "not registered",
        HostState.Gone => "gone",
        HostState.ResetTyped => HostLifecycle.PhaseOf(state) + " (typed)",
        HostState.ResetAsked => HostLifecycle.PhaseOf(state) + " (asked)",
        HostState.ResetBegun => HostLifecycle.PhaseOf(state) + " (begun)",
        _ => HostLifecycle.PhaseOf(state),
    };
}
