using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.OpenApi;

/// <summary>/openapi/v3 and /openapi/v2. Documents are built once for each state of the registry.</summary>
internal sealed class OpenApiDocuments(ResourceRegistry registry)
{
    private readonly Lock _gate = new();
    private RegistrySnapshot? _builtFor;
    private Dictionary<string, byte[]> _documents = new(StringComparer.Ordinal);

    /// <summary>/openapi/v3: where the documents are. The hash lets clients cache them.</summary>
    public JsonObject Index()
    {
        var paths = new JsonObject();
        foreach ((string root, byte[] document) in Documents())
            paths[root] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{root}?hash={Convert.ToHexString(SHA256.HashData(document))}" };
        return new JsonObject { ["paths"] = paths };
    }

    /// <summary>/openapi/v3/{root}, or null.</summary>
    public ReadOnlyMemory<byte>? Document(string root) => Documents().TryGetValue(root, out byte[]? document) ? document : null;

    /// <summary>/openapi/v2.</summary>
    public JsonObject Version2()
    {
        RegistrySnapshot snapshot = registry.Current;
        var definitions = new JsonObject();
        var paths = new JsonObject();
        foreach (ResourceDefinition definition in snapshot.Definitions)
        {
            definitions[OpenApiNames.Schema(definition)] = OpenApiSchemas.Kind(definition, "#/definitions/");
            OpenApiPaths.Add(paths, definition, isVersion3: false);
        }

        definitions[OpenApiNames.ObjectMeta] = OpenApiSchemas.Metadata(snapshot.Definitions[0]);
        definitions[OpenApiNames.ListMeta] = OpenApiSchemas.ListMetadata();
        return new JsonObject { ["swagger"] = "2.0", ["info"] = Info(), ["paths"] = paths, ["definitions"] = definitions };
    }

    private Dictionary<string, byte[]> Documents()
    {
        lock (_gate)
        {
            RegistrySnapshot snapshot = registry.Current;
            if (ReferenceEquals(snapshot, _builtFor))
                return _documents;
            _documents = snapshot.Groups
                .SelectMany(group => group.Versions.Select(version => (group, version)))
                .ToDictionary(entry => OpenApiNames.Root(entry.group.Name, entry.version), entry => JsonText.ToUtf8(Build([.. entry.group.In(entry.version)])), StringComparer.Ordinal);
            _builtFor = snapshot;
            return _documents;
        }
    }

    private static JsonObject Build(IReadOnlyList<ResourceDefinition> definitions)
    {
        var schemas = new JsonObject();
        var paths = new JsonObject();
        foreach (ResourceDefinition definition in definitions)
        {
            schemas[OpenApiNames.Schema(definition)] = OpenApiSchemas.Kind(definition, "#/components/schemas/");
            schemas[$"{OpenApiNames.Schema(definition)}List"] = OpenApiSchemas.List(definition, "#/components/schemas/");
            OpenApiPaths.Add(paths, definition, isVersion3: true);
        }

        schemas[OpenApiNames.ObjectMeta] = OpenApiSchemas.Metadata(definitions[0]);
        schemas[OpenApiNames.ListMeta] = OpenApiSchemas.ListMetadata();
        return new JsonObject { ["openapi"] = "3.0.0", ["info"] = Info(), ["paths"] = paths, ["components"] = new JsonObject { ["schemas"] = schemas } };
    }

    private static JsonObject Info() => new() { ["title"] = "Kubernetes", ["version"] = ServerVersion.GitVersion };
}
