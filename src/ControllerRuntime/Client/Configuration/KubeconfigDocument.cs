using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ElementalProvider.ControllerRuntime.Client.Configuration;

/// <summary>One kubeconfig, or several merged. Entries stay as they were read until a context asks for them.</summary>
/// <param name="Source">The file or files, for messages.</param>
/// <param name="CurrentContext">Name of the context used when none is asked for.</param>
/// <param name="Contexts">Contexts by name.</param>
/// <param name="Clusters">Clusters by name.</param>
/// <param name="Users">Users by name.</param>
internal sealed record KubeconfigDocument(
    string Source,
    string? CurrentContext,
    IReadOnlyDictionary<string, KubeconfigEntry> Contexts,
    IReadOnlyDictionary<string, KubeconfigEntry> Clusters,
    IReadOnlyDictionary<string, KubeconfigEntry> Users)
{
    /// <summary>Reads a kubeconfig.</summary>
    /// <param name="yaml">Its text (YAML or JSON).</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <param name="folder">What relative paths in it are relative to.</param>
    public static KubeconfigDocument Parse(string yaml, string source, string folder) => Read(ReadRoot(yaml, source), source, folder);

    /// <summary>Reads a kubeconfig that somebody else wrote, see <see cref="ForeignKubeconfig"/>.</summary>
    /// <param name="yaml">Its text (YAML or JSON).</param>
    /// <param name="source">Where it comes from, for messages.</param>
    public static KubeconfigDocument ParseForeign(string yaml, string source)
    {
        YamlMappingNode root = ReadRoot(yaml, source);
        return ForeignKubeconfig.Refuse(root) is { } refusal
            ? throw new KubernetesConfigurationException($"{source}: {refusal.Field} {refusal.Why}.")
            : Read(root, source, folder: "");
    }

    /// <summary>As kubectl merges: the first file that has an entry or a current context wins.</summary>
    public KubeconfigDocument MergedWith(KubeconfigDocument later) => new(
        $"{Source}, {later.Source}",
        CurrentContext ?? later.CurrentContext,
        Merge(Contexts, later.Contexts),
        Merge(Clusters, later.Clusters),
        Merge(Users, later.Users));

    /// <summary>The configuration that a context describes.</summary>
    public KubernetesClientConfiguration Resolve(string? contextName)
    {
        string name = contextName ?? CurrentContext
            ?? throw new KubernetesConfigurationException($"{Source} has no current-context; name a context.");
        if (!Contexts.TryGetValue(name, out KubeconfigEntry? context))
            throw new KubernetesConfigurationException($"{Source} has no context '{name}'; it has {Names(Contexts)}.");

        KubernetesClientConfiguration configuration = KubeconfigCluster.Read(Referenced(context, "cluster", Clusters));
        configuration.Namespace = context.Text("namespace");
        if (context.Text("user") is not null)
            KubeconfigUser.Apply(Referenced(context, "user", Users), configuration);
        return configuration;
    }

    private static KubeconfigDocument Read(YamlMappingNode root, string source, string folder) => new(
        source,
        new KubeconfigEntry(source, folder, "", root).Text("current-context"),
        ReadNamed(root, "contexts", "context", source, folder),
        ReadNamed(root, "clusters", "cluster", source, folder),
        ReadNamed(root, "users", "user", source, folder));

    private static KubeconfigEntry Referenced(KubeconfigEntry context, string field, IReadOnlyDictionary<string, KubeconfigEntry> entries)
    {
        string name = context.Text(field) ?? throw context.Wrong(field, "is not set");
        return entries.TryGetValue(name, out KubeconfigEntry? entry)
            ? entry
            : throw context.Wrong(field, $"names '{name}', which is not there; there is {Names(entries)}");
    }

    private static string Names(IReadOnlyDictionary<string, KubeconfigEntry> entries) =>
        entries.Count == 0 ? "none" : string.Join(", ", entries.Keys.Order(StringComparer.Ordinal));

    private static Dictionary<string, KubeconfigEntry> Merge(
        IReadOnlyDictionary<string, KubeconfigEntry> first, IReadOnlyDictionary<string, KubeconfigEntry> later)
    {
        Dictionary<string, KubeconfigEntry> merged = new(later);
        foreach ((string name, KubeconfigEntry entry) in first)
            merged[name] = entry;
        return merged;
    }

    private static YamlMappingNode ReadRoot(string yaml, string source)
    {
        YamlStream stream = [];
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException exception)
        {
            // The text of a YAML error can quote the line, and the line can be a token: only its position is told.
            throw new KubernetesConfigurationException($"{source} is no valid YAML at line {exception.Start.Line}, column {exception.Start.Column}.");
        }

        return stream.Documents.Count > 0 && stream.Documents[0].RootNode is YamlMappingNode root
            ? root
            : throw new KubernetesConfigurationException($"{source} is no kubeconfig: it must be a map with clusters, users and contexts.");
    }

    private static Dictionary<string, KubeconfigEntry> ReadNamed(YamlMappingNode root, string list, string item, string source, string folder)
    {
        Dictionary<string, KubeconfigEntry> entries = [];
        if (!root.Children.TryGetValue(list, out YamlNode? node) || node is YamlScalarNode)
            return entries;

        if (node is not YamlSequenceNode sequence)
            throw new KubernetesConfigurationException($"{source}: {list} must be a list.");

        foreach ((int index, YamlNode child) in sequence.Children.Index())
        {
            string path = $"{list}[{index}]";
            if (child is not YamlMappingNode named || new KubeconfigEntry(source, folder, path, named).Text("name") is not { } name)
                throw new KubernetesConfigurationException($"{source}: {path}.name is not set.");

            if (!named.Children.TryGetValue(item, out YamlNode? value) || value is not YamlMappingNode mapping)
                throw new KubernetesConfigurationException($"{source}: {path}.{item} must be a map.");

            // As in kubectl, the first entry of a name counts.
            entries.TryAdd(name, new KubeconfigEntry(source, folder, $"{list}['{name}'].{item}", mapping));
        }

        return entries;
    }
}
