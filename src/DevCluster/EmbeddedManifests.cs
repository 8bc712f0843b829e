namespace ElementalProvider.DevCluster;

/// <summary>The objects that this program brings along, as YAML.</summary>
internal static class EmbeddedManifests
{
    /// <summary>The objects of a folder, in the order of their names.</summary>
    public static IReadOnlyList<string> In(string folder) =>
        [.. typeof(EmbeddedManifests).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)];

    private static string Read(string name)
    {
        using StreamReader reader = new(typeof(EmbeddedManifests).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
