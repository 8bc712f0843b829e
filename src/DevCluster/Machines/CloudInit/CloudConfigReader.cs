using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ElementalProvider.DevCluster.Machines.CloudInit;

/// <summary>Reads a cloud-config.</summary>
internal static class CloudConfigReader
{
    private const string TemplateMark = "## template: jinja";
    private const string HostnameVariable = "{{ ds.meta_data.local_hostname }}";

    /// <summary>Reads the text; the one template variable that kubeadm data uses is filled in.</summary>
    /// <param name="text">The cloud-config.</param>
    /// <param name="hostname">Name of the machine.</param>
    /// <exception cref="DevClusterException">It is no cloud-config; the message does not quote it.</exception>
    public static CloudConfig Parse(string text, string hostname)
    {
        if (text.StartsWith(TemplateMark, StringComparison.Ordinal))
            text = text.Replace(HostnameVariable, hostname, StringComparison.Ordinal);

        YamlStream stream = [];
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            throw new DevClusterException($"The bootstrap data is no valid YAML at line {exception.Start.Line}.");
        }

        if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
            throw new DevClusterException("The bootstrap data is no cloud-config: it must be one map.");

        return new CloudConfig
        {
            Files = [.. Items(root, "write_files").OfType<YamlMappingNode>().Select(ReadFile)],
            Commands = [.. Items(root, "runcmd").Select(ReadCommand)],
        };
    }

    private static IEnumerable<YamlNode> Items(YamlMappingNode root, string key) =>
        root.Children.TryGetValue(key, out YamlNode? node) && node is YamlSequenceNode list ? list.Children : [];

    private static CloudFile ReadFile(YamlMappingNode file)
    {
        string content = Text(file, "content") ?? "";
        return new CloudFile
        {
            Path = Text(file, "path") ?? throw new DevClusterException("The bootstrap data has a file without path in write_files."),
            Content = Text(file, "encoding") switch
            {
                null or "" or "text/plain" => content,
                "b64" or "base64" => FromBase64(content),
                string other => throw new DevClusterException($"The bootstrap data has a file with the encoding {other}; simulated machines know base64."),
            },
            Append = Text(file, "append") == "true",
        };
    }

    private static string FromBase64(string content)
    {
        byte[] bytes = new byte[content.Length];
        return Convert.TryFromBase64String(content, bytes, out int length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new DevClusterException("The bootstrap data has a file that is no base64 although it says so.");
    }

    private static string ReadCommand(YamlNode node) => node switch
    {
        YamlSequenceNode words => string.Join(' ', words.Children.OfType<YamlScalarNode>().Select(word => word.Value)),
        YamlScalarNode line => line.Value ?? "",
        _ => "",
    };

    private static string? Text(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(key, out YamlNode? node) && node is YamlScalarNode scalar ? scalar.Value : null;
}
