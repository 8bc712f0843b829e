using System.Globalization;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using YamlDotNet.RepresentationModel;

namespace ElementalProvider.Agent.Configuration;

/// <summary>One mapping of the configuration file, read key by key. Every mistake is a sentence with the file and the field's full name.</summary>
internal sealed class ConfigSection(string file, string path, YamlMappingNode? mapping, ICollection<UnknownKey> unknown)
{
    /// <summary>A mapping below this one; a missing one reads as empty.</summary>
    public ConfigSection Section(string key) => Find(key) switch
    {
        null => new ConfigSection(file, FullName(key), null, unknown),
        YamlMappingNode node => new ConfigSection(file, FullName(key), node, unknown),
        _ => throw Wrong(key, "must be a mapping of keys to values"),
    };

    /// <summary>The mappings of a list below this one; a missing one reads as empty.</summary>
    public IReadOnlyList<ConfigSection> List(string key) => Find(key) switch
    {
        null => [],
        YamlSequenceNode list when list.All(item => item is YamlMappingNode) =>
            [.. list.Select((item, index) => new ConfigSection(file, $"{FullName(key)}[{index}]", (YamlMappingNode)item, unknown))],
        _ => throw Wrong(key, "must be a list of mappings"),
    };

    public string? Text(string key) => Find(key) switch
    {
        null => null,
        // A YAML block ends with a newline, and nothing that is said here ends with a blank.
        YamlScalarNode scalar => scalar.Value?.Trim() ?? "",
        _ => throw Wrong(key, "must be a string"),
    };

    public bool Flag(string key) => Text(key) switch
    {
        null or "" or "false" => false,
        "true" => true,
        { } other => throw Wrong(key, $"must be true or false, not \"{other}\""),
    };

    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan shortest) => Text(key) switch
    {
        null or "" or "0" => fallback,
        { } number when long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long nanoseconds)
            && GoDuration.Doubt(nanoseconds, shortest) is { } doubt => throw Wrong(key, $"is {number}, and {doubt}"),
        { } text when DurationText.TryParse(text, out TimeSpan duration) && duration > TimeSpan.Zero => duration,
        { } other => throw Wrong(key, $"must be whole nanoseconds or a duration such as 10s, not \"{other}\""),
    };

    public ConfigException Wrong(string key, string problem) => new(file, $"{FullName(key)} {problem}.");

    /// <summary>Notes the keys that mean nothing here: most likely they are misspelled.</summary>
    public void Expect(params ReadOnlySpan<string> known)
    {
        foreach (YamlScalarNode node in mapping?.Children.Keys.OfType<YamlScalarNode>() ?? [])
        {
            string key = node.Value ?? "";
            if (!known.Contains(key))
                unknown.Add(new UnknownKey(FullName(key), node.Start.Line, NearMiss.Of(key, known.ToArray())));
        }
    }

    // "key:" without a value is how people comment a section out: it reads as a missing key.
    private YamlNode? Find(string key) =>
        mapping is not null && mapping.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) && node is not YamlScalarNode { Value: "" or "null" or "~" }
            ? node
            : null;

    private string FullName(string key) => path.Length == 0 ? key : $"{path}.{key}";
}

/// <summary>A key of the configuration file that means nothing where it stands.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Meant">The key that was most likely meant; null where none is near.</param>
internal sealed record UnknownKey(string Name, long Line, string? Meant)
{
    /// <summary>The key in words.</summary>
    public override string ToString() => Meant is null ? $"{Name} (line {Line})" : $"{Name} (line {Line}, did you mean {Meant}?)";
}
