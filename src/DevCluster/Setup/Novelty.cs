using System.Text.RegularExpressions;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>
/// Tells what was not seen before, which is the progress that a wait is patient with. What differs in numbers only was seen: times, versions and
/// counters go on where nothing else does, and whoever goes in circles gets nowhere.
/// </summary>
internal sealed partial class Novelty
{
    // Hashes, because what is seen of a cluster in an hour is long. Two that are one cost a little patience.
    private readonly HashSet<int> _seen = [];

    /// <summary>Whether this was not seen before; from now on it was.</summary>
    public bool IsNew(string what) => _seen.Add(string.GetHashCode(Number().Replace(what, "0"), StringComparison.Ordinal));

    /// <summary>Whether any of these was not seen before; from now on all were.</summary>
    public bool IsAnyNew(IEnumerable<string> lines)
    {
        bool isAnyNew = false;
        foreach (string line in lines)
            isAnyNew |= IsNew(line);
        return isAnyNew;
    }

    [GeneratedRegex("[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
