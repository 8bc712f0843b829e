using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ElementalProvider.DevCluster.ApiServer.Schemas;

/// <summary>
/// A structural schema: the part of OpenAPI that custom resource definitions may use. Built-in kinds are described by it too, so that pruning,
/// defaulting, validation, documentation and strategic merging have one source.
/// </summary>
internal sealed record StructuralSchema
{
    /// <summary>Keeps anything.</summary>
    public static readonly StructuralSchema Anything = new() { PreserveUnknownFields = true, Source = new JsonObject { ["x-kubernetes-preserve-unknown-fields"] = true } };

    /// <summary>Any text.</summary>
    public static readonly StructuralSchema PlainText = new() { Type = "string", Source = new JsonObject { ["type"] = "string" } };

    /// <summary>The schema as it was written; treated as frozen.</summary>
    public required JsonObject Source { get; init; }

    /// <summary>JSON type, or empty where any is allowed.</summary>
    public string Type { get; init; } = string.Empty;

    public string Format { get; init; } = string.Empty;

    public IReadOnlyDictionary<string, StructuralSchema> Properties { get; init; } = new Dictionary<string, StructuralSchema>(StringComparer.Ordinal);

    /// <summary>Schema of the values of a map.</summary>
    public StructuralSchema? AdditionalProperties { get; init; }

    public StructuralSchema? Items { get; init; }

    public IReadOnlyList<string> Required { get; init; } = [];

    public JsonArray? Enum { get; init; }

    public JsonNode? Default { get; init; }

    public bool Nullable { get; init; }

    public bool PreserveUnknownFields { get; init; }

    public bool IntOrString { get; init; }

    /// <summary>The value is an object with apiVersion, kind and metadata of its own.</summary>
    public bool EmbeddedResource { get; init; }

    public Regex? Pattern { get; init; }

    public string PatternText { get; init; } = string.Empty;

    public SchemaLimits Limits { get; init; } = SchemaLimits.None;

    /// <summary>x-kubernetes-list-type: atomic, set, map or empty.</summary>
    public string ListType { get; init; } = string.Empty;

    public IReadOnlyList<string> ListMapKeys { get; init; } = [];

    /// <summary>Whether an object is owned as a whole.</summary>
    public bool AtomicMap { get; init; }

    /// <summary>Key by which a strategic merge patch finds the items of this list; empty where it replaces the list.</summary>
    public string PatchMergeKey { get; init; } = string.Empty;

    /// <summary>x-kubernetes-patch-strategy: merge, replace or empty.</summary>
    public string PatchStrategy { get; init; } = string.Empty;

    public IReadOnlyList<StructuralSchema> AllOf { get; init; } = [];

    public IReadOnlyList<StructuralSchema> AnyOf { get; init; } = [];

    public IReadOnlyList<StructuralSchema> OneOf { get; init; } = [];

    public StructuralSchema? Not { get; init; }

    /// <summary>The schema of a member of an object, declared or of any name.</summary>
    public StructuralSchema? Member(string name) => Properties.TryGetValue(name, out StructuralSchema? schema) ? schema : AdditionalProperties;
}
