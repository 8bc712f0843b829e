using System.Globalization;
using System.Text;

namespace ElementalProvider.ControllerRuntime.Client.Transport;

/// <summary>The paths of one kind in the API.</summary>
/// <param name="type">The kind.</param>
internal sealed class ResourcePaths(ResourceType type)
{
    private readonly string _root = type.Group.Length == 0 ? $"/api/{type.Version}" : $"/apis/{type.Group}/{type.Version}";

    /// <summary>The objects of a namespace, or of all where it is null.</summary>
    public string Collection(string? namespaceName) => type.Namespaced && !string.IsNullOrEmpty(namespaceName)
        ? $"{_root}/namespaces/{Uri.EscapeDataString(namespaceName)}/{type.Plural}"
        : $"{_root}/{type.Plural}";

    /// <summary>One object, or a subresource of it.</summary>
    public string One(string? namespaceName, string name, string? subresource = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string path = $"{CollectionOfOne(namespaceName)}/{Uri.EscapeDataString(name)}";
        return subresource is null ? path : $"{path}/{subresource}";
    }

    /// <summary>Where an object is created.</summary>
    public string CollectionOfOne(string? namespaceName) => type.Namespaced && string.IsNullOrEmpty(namespaceName)
        ? throw new ArgumentException($"{type.Kind} lives in a namespace, and none was given.", nameof(namespaceName))
        : Collection(namespaceName);

    public static string WithQuery(string path, ListOptions? options) => options is null ? path : new Query(path)
        .Add("labelSelector", options.LabelSelector)
        .Add("fieldSelector", options.FieldSelector)
        .Add("limit", options.Limit?.ToString(CultureInfo.InvariantCulture))
        .Add("continue", options.Continue)
        .Add("resourceVersion", options.ResourceVersion)
        .ToString();

    public static string WithQuery(string path, WatchOptions options) => new Query(path)
        .Add("watch", "true")
        .Add("labelSelector", options.LabelSelector)
        .Add("fieldSelector", options.FieldSelector)
        .Add("resourceVersion", options.ResourceVersion)
        .Add("allowWatchBookmarks", options.AllowBookmarks ? "true" : null)
        .Add("timeoutSeconds", options.Timeout is { } timeout ? ((long)Math.Ceiling(timeout.TotalSeconds)).ToString(CultureInfo.InvariantCulture) : null)
        .ToString();

    public static string WithQuery(string path, WriteOptions? options) => options is null ? path : new Query(path)
        .Add("fieldManager", options.FieldManager)
        .Add("force", options.Force ? "true" : null)
        .Add("dryRun", options.DryRun ? "All" : null)
        .ToString();

    private sealed class Query(string path)
    {
        private readonly StringBuilder _text = new(path);
        private char _separator = '?';

        public Query Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                _text.Append(_separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                _separator = '&';
            }

            return this;
        }

        public override string ToString() => _text.ToString();
    }
}
