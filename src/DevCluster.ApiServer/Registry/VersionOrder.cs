using System.Text.RegularExpressions;

namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>Orders API versions by preference: v10, v2, v1, v2beta1, v1beta2, v1alpha1, others by name.</summary>
internal sealed partial class VersionOrder : IComparer<string>
{
    public static readonly VersionOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        (int Stability, int Major, int Minor) left = Rank(x!), right = Rank(y!);
        int byStability = right.Stability.CompareTo(left.Stability);
        if (byStability != 0)
            return byStability;
        int byMajor = right.Major.CompareTo(left.Major);
        if (byMajor != 0)
            return byMajor;
        int byMinor = right.Minor.CompareTo(left.Minor);
        return byMinor != 0 ? byMinor : string.CompareOrdinal(x, y);
    }

    private static (int Stability, int Major, int Minor) Rank(string version)
    {
        Match match = Pattern().Match(version);
        if (!match.Success)
            return (0, 0, 0);
        int stability = match.Groups["level"].Value switch { "alpha" => 1, "beta" => 2, _ => 3 };
        return (stability, Number(match, "major"), Number(match, "minor"));
    }

    private static int Number(Match match, string group) => int.TryParse(match.Groups[group].Value, out int number) ? number : 0;

    [GeneratedRegex(@"\Av(?<major>\d{1,9})((?<level>alpha|beta)(?<minor>\d{1,9}))?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
