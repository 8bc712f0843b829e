namespace ElementalProvider.Conformance.Kubectl;

/// <summary>A command of the script.</summary>
/// <param name="Name">Name of its section in the recording.</param>
/// <param name="Arguments">Arguments; ${id}, ${ns}, ${group} and ${tmp} are filled in.</param>
internal sealed record KubectlCommand(string Name, params IReadOnlyList<string> Arguments)
{
    /// <summary>Whether it is about the namespace of the script.</summary>
    public bool IsNamespaced { get; init; } = true;

    /// <summary>Variables of the environment, such as the editor.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Commands that run while this one watches, each when the output so far ends as its key says; then the watch is stopped.</summary>
    public IReadOnlyList<(string After, IReadOnlyList<string> Arguments)> Meanwhile { get; init; } = [];

    /// <summary>Only these lines of the output count, sorted; all of them where none are named.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}
