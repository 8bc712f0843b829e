using YamlDotNet.RepresentationModel;

namespace ElementalProvider.Agent.Configuration;

/// <summary>Finds what was meant for the configuration file further down in it: in a whole ElementalRegistration, or below <c>elemental:</c> as there.</summary>
internal static class Misplaced
{
    private const int Deepest = 8;

    /// <summary>One sentence about the place, without its full stop; null where there is nothing of the kind.</summary>
    /// <param name="root">The file.</param>
    public static string? In(YamlMappingNode root)
    {
        if (Find(root, []) is not { } found)
            return null;

        string path = string.Join('.', found.Path);
        string what = root.Children.TryGetValue(new YamlScalarNode("kind"), out YamlNode? kind) && kind is YamlScalarNode { Value: { Length: > 0 } name }
            ? $"the file is a whole {name}"
            : $"the file begins with the unknown key {found.Path[0]} (line {found.FirstLine})";
        return $"{what}, and registration stands in {path} (line {found.Line}): move what is below {path} to the top, so that the file has the keys registration and agent";
    }

    private static Place? Find(YamlMappingNode mapping, IReadOnlyList<string> path)
    {
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } name } || value is not YamlMappingNode below)
                continue;
            if (name == "registration" && path.Count > 0 && below.Children.ContainsKey(new YamlScalarNode("uri")))
                return new Place(path, key.Start.Line, 0);
            if (path.Count < Deepest && Find(below, [.. path, name]) is { } found)
                return found with { FirstLine = key.Start.Line };
        }

        return null;
    }

    private sealed record Place(IReadOnlyList<string> Path, long Line, long FirstLine);
}
