using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>Reads a kubeadm configuration: InitConfiguration with ClusterConfiguration, or JoinConfiguration.</summary>
internal static class JoinConfigReader
{
    /// <exception cref="DevClusterException">Something is missing; the message names the field.</exception>
    public static JoinConfig Parse(string text)
    {
        Dictionary<string, YamlMappingNode> kinds = Load(text);
        YamlMappingNode main = kinds.GetValueOrDefault("JoinConfiguration") ?? kinds.GetValueOrDefault("InitConfiguration")
            ?? throw new DevClusterException("The kubeadm configuration has neither an InitConfiguration nor a JoinConfiguration.");
        bool joins = kinds.ContainsKey("JoinConfiguration");
        YamlMappingNode? cluster = kinds.GetValueOrDefault("ClusterConfiguration");
        YamlNode? discovery = At(main, "discovery", "bootstrapToken");
        string? endpoint = joins ? Text(At(discovery, "apiServerEndpoint")) : Text(At(cluster, "controlPlaneEndpoint"));
        string? token = joins ? Text(At(discovery, "token")) : Items(At(main, "bootstrapTokens")).Select(item => Text(At(item, "token"))).FirstOrDefault();
        if (joins && token is null && endpoint is not null)
            throw new DevClusterException("The kubeadm configuration has no discovery.bootstrapToken.token.");

        Dictionary<string, string> kubelet = KubeletArguments(At(main, "nodeRegistration", "kubeletExtraArgs"));
        bool isControlPlane = !joins || At(main, "controlPlane") is YamlMappingNode;
        return new JoinConfig
        {
            Endpoint = endpoint ?? throw new DevClusterException(
                $"The kubeadm configuration has no {(joins ? "discovery.bootstrapToken.apiServerEndpoint" : "controlPlaneEndpoint")}."),
            Token = token,
            CaCertHashes = [.. Items(At(discovery, "caCertHashes")).Select(Text).OfType<string>()],
            NodeName = Text(At(main, "nodeRegistration", "name")),
            IsControlPlane = isControlPlane,
            ClusterConfiguration = joins || cluster is null ? null : Write(cluster),
            HasExternalCloudProvider = kubelet.GetValueOrDefault("cloud-provider") == "external",
            ProviderId = kubelet.GetValueOrDefault("provider-id"),
            Taints = ReadTaints(At(main, "nodeRegistration", "taints"), isControlPlane),
            Labels = ReadLabels(kubelet.GetValueOrDefault("node-labels") ?? ""),
        };
    }

    /// <summary>What machines need to know of a ClusterConfiguration, as kubeadm keeps it in the cluster.</summary>
    /// <param name="text">The configuration, YAML.</param>
    /// <exception cref="DevClusterException">It is no YAML.</exception>
    public static (string? Version, bool HasExternalEtcd) ReadCluster(string text)
    {
        YamlMappingNode? cluster = Load(text).Values.FirstOrDefault();
        return (Text(At(cluster, "kubernetesVersion")), At(cluster, "etcd", "external") is YamlMappingNode);
    }

    private static Dictionary<string, YamlMappingNode> Load(string text)
    {
        YamlStream stream = [];
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            throw new DevClusterException($"The kubeadm configuration is no valid YAML at line {exception.Start.Line}.");
        }

        Dictionary<string, YamlMappingNode> kinds = [];
        foreach (YamlMappingNode document in stream.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>())
            kinds.TryAdd(Text(At(document, "kind")) ?? "", document);
        return kinds;
    }

    /// <summary>A map up to kubeadm v1beta3, a list of names and values from v1beta4 on.</summary>
    private static Dictionary<string, string> KubeletArguments(YamlNode? node) => node switch
    {
        YamlMappingNode map => map.Children.ToDictionary(item => Text(item.Key) ?? "", item => Text(item.Value) ?? ""),
        _ => Items(node).ToDictionary(item => Text(At(item, "name")) ?? "", item => Text(At(item, "value")) ?? ""),
    };

    /// <summary>Without any word about them, a control plane keeps ordinary pods away; an empty list means none.</summary>
    private static V1Taint[] ReadTaints(YamlNode? node, bool isControlPlane) => node switch
    {
        YamlSequenceNode list => [.. list.Children.Select(ReadTaint)],
        _ => isControlPlane ? [NodeObjects.ControlPlaneTaint] : [],
    };

    private static Dictionary<string, string> ReadLabels(string labels) => labels
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(label => label.Split('=', 2))
        .ToDictionary(label => label[0], label => label.ElementAtOrDefault(1) ?? "", StringComparer.Ordinal);

    private static string Write(YamlMappingNode document)
    {
        using StringWriter text = new();
        new YamlStream(new YamlDocument(document)).Save(text, assignAnchors: false);
        const string EndOfDocument = "...\n";
        string written = text.ToString().ReplaceLineEndings("\n");
        return written.EndsWith("\n" + EndOfDocument, StringComparison.Ordinal) ? written[..^EndOfDocument.Length] : written;
    }

    private static V1Taint ReadTaint(YamlNode node) => new()
    {
        Key = Text(At(node, "key")) ?? throw new DevClusterException("The kubeadm configuration has a taint without key."),
        Value = Text(At(node, "value")),
        Effect = Text(At(node, "effect")) ?? "NoSchedule",
    };

    private static YamlNode? At(YamlNode? node, params ReadOnlySpan<string> path)
    {
        foreach (string key in path)
            node = node is YamlMappingNode map && map.Children.TryGetValue(key, out YamlNode? child) ? child : null;
        return node;
    }

    private static IEnumerable<YamlNode> Items(YamlNode? node) => node is YamlSequenceNode list ? list.Children : [];

    private static string? Text(YamlNode? node) => node is YamlScalarNode { Value: { Length: > 0 } text } ? text : null;
}
