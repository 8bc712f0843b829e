using YamlDotNet.RepresentationModel;

namespace ElementalProvider.ControllerRuntime.Client.Configuration;

/// <summary>A map of a kubeconfig that knows where it stands, so that every complaint names file and field.</summary>
/// <param name="source">The file.</param>
/// <param name="folder">What relative paths are relative to.</param>
/// <param name="path">Path of the map within the file.</param>
/// <param name="node">The map.</param>
internal sealed class KubeconfigEntry(string source, string folder, string path, YamlMappingNode node)
{
    /// <summary>Text of a field; an empty one counts as not set.</summary>
    public string? Text(string field) =>
        node.Children.TryGetValue(field, out YamlNode? value)
            ? value switch
            {
                YamlScalarNode { Value: null or "" or "~" or "null" } => null,
                YamlScalarNode scalar => scalar.Value,
                _ => throw Wrong(field, "must be a text"),
            }
            : null;

    /// <summary>The complaints' name of this map.</summary>
    public string Name => $"{source}: {path}";

    /// <summary>A map within this one, or null.</summary>
    public KubeconfigEntry? Map(string field) => !Has(field) ? null
        : node.Children[field] is YamlMappingNode map ? new KubeconfigEntry(source, folder, $"{path}.{field}", map)
        : throw Wrong(field, "must be a map");

    /// <summary>The texts of a list; not set means none.</summary>
    public IReadOnlyList<string> Texts(string field) => !Has(field) ? []
        : node.Children[field] is YamlSequenceNode list && list.Children.All(child => child is YamlScalarNode)
            ? [.. list.Children.Cast<YamlScalarNode>().Select(child => child.Value ?? "")]
            : throw Wrong(field, "must be a list of texts");

    /// <summary>The maps of a list; not set means none.</summary>
    public IReadOnlyList<KubeconfigEntry> Maps(string field) => !Has(field) ? []
        : node.Children[field] is YamlSequenceNode list && list.Children.All(child => child is YamlMappingNode)
            ? [.. list.Children.Select((child, index) => new KubeconfigEntry(source, folder, $"{path}.{field}[{index}]", (YamlMappingNode)child))]
            : throw Wrong(field, "must be a list of maps");

    /// <summary>Whether a field is set, whatever it is.</summary>
    public bool Has(string field) => node.Children.TryGetValue(field, out YamlNode? value) && value is not YamlScalarNode { Value: null or "" or "null" };

    /// <summary>A yes or no; not set means no.</summary>
    public bool Flag(string field) => Text(field) switch
    {
        null or "false" => false,
        "true" => true,
        string other => throw Wrong(field, $"must be true or false, not '{other}'"),
    };

    /// <summary>An absolute address.</summary>
    public Uri? Address(string field)
    {
        if (Text(field) is not { } text)
            return null;

        return Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http" or "socks5"
            ? address
            : throw Wrong(field, $"must be an address such as https://host:6443, not '{text}'");
    }

    /// <summary>A program: its path made absolute where it has one, else its name to be looked for in PATH.</summary>
    public string? Program(string field) => Text(field) is { } text && text.Contains('/') ? FilePath(field) : Text(field);

    /// <summary>Path of a file, made absolute.</summary>
    public string? FilePath(string field) => Text(field) is { } text ? Path.GetFullPath(text, folder) : null;

    /// <summary>A PEM text that stands in <c>field-data</c> as base64 or in the file that <c>field</c> names; the data wins, as in kubectl.</summary>
    public string? Pem(string field)
    {
        string dataField = field + "-data";
        if (Text(dataField) is { } data)
        {
            byte[] bytes = new byte[data.Length];
            return Convert.TryFromBase64String(data, bytes, out int written)
                ? System.Text.Encoding.UTF8.GetString(bytes, 0, written)
                : throw Wrong(dataField, "is no base64");
        }

        if (FilePath(field) is not { } file)
            return null;

        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Wrong(field, $"names {file}, which cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The complaint about a field.</summary>
    public KubernetesConfigurationException Wrong(string field, string what, Exception? cause = null) =>
        new($"{source}: {(path.Length == 0 ? field : $"{path}.{field}")} {what.TrimEnd('.')}.", cause);
}
