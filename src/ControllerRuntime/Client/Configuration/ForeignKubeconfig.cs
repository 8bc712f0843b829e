using YamlDotNet.RepresentationModel;

namespace ElementalProvider.ControllerRuntime.Client.Configuration;

/// <summary>
/// What a kubeconfig of somebody else may not ask for. Every cluster and user of it is looked at, used or not, before anything is read: the
/// answer depends on the text alone, so that it cannot be used to find out which files are there.
/// </summary>
internal static class ForeignKubeconfig
{
    private static readonly (string Field, string Why)[] OfClusters =
    [
        ("certificate-authority", "names a file of this machine; put its content into certificate-authority-data"),
        ("proxy-url", "asks for a proxy, which is not allowed here; let the server be reachable without one"),
    ];

    private static readonly (string Field, string Why)[] OfUsers =
    [
        ("exec", "asks for a credential plugin, which is not allowed here; use a token or client-certificate-data"),
        ("auth-provider", "asks for an auth provider, which is not allowed here; use a token or client-certificate-data"),
        ("tokenFile", "names a file of this machine; put its content into token"),
        ("client-certificate", "names a file of this machine; put its content into client-certificate-data"),
        ("client-key", "names a file of this machine; put its content into client-key-data"),
    ];

    /// <summary>The first thing that is not allowed, as the path of the field and why; null where there is none.</summary>
    /// <param name="root">The kubeconfig.</param>
    public static (string Field, string Why)? Refuse(YamlMappingNode root) =>
        Refuse(root, "clusters", "cluster", OfClusters) ?? Refuse(root, "users", "user", OfUsers) ?? RefuseClearText(root);

    private static (string, string)? Refuse(YamlMappingNode root, string list, string item, (string Field, string Why)[] forbidden)
    {
        foreach ((string path, YamlMappingNode entry) in Entries(root, list, item))
        {
            foreach (YamlScalarNode key in entry.Children.Keys.OfType<YamlScalarNode>())
            {
                // Whatever the value is, and however the name is written: nobody has to know which spellings are read.
                foreach ((string field, string why) in forbidden)
                {
                    if (string.Equals(key.Value?.Trim(), field, StringComparison.OrdinalIgnoreCase))
                        return ($"{path}.{field}", why);
                }
            }
        }

        return null;
    }

    private static (string, string)? RefuseClearText(YamlMappingNode root)
    {
        foreach ((string path, YamlMappingNode cluster) in Entries(root, "clusters", "cluster"))
        {
            if (cluster.Children.TryGetValue("server", out YamlNode? node)
                && node is YamlScalarNode { Value: { Length: > 0 } server }
                && !server.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            {
                return ($"{path}.server", "must begin with https://; credentials are not sent in clear text");
            }
        }

        return null;
    }

    private static IEnumerable<(string Path, YamlMappingNode Entry)> Entries(YamlMappingNode root, string list, string item)
    {
        if (!root.Children.TryGetValue(list, out YamlNode? node) || node is not YamlSequenceNode sequence)
            yield break;

        foreach ((int index, YamlNode child) in sequence.Children.Index())
        {
            if (child is YamlMappingNode named && named.Children.TryGetValue(item, out YamlNode? entry) && entry is YamlMappingNode mapping)
                yield return ($"{list}[{index}].{item}", mapping);
        }
    }
}
