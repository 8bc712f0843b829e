using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Schemas;

/// <summary>Reads an OpenAPI v3 schema object into a <see cref="StructuralSchema"/>.</summary>
/// <param name="resolve">Finds the schema a $ref names; custom resource definitions may not have any.</param>
internal sealed class SchemaReader(Func<string, StructuralSchema>? resolve = null)
{
    /// <exception cref="FormatException">A pattern is no regular expression.</exception>
    public StructuralSchema Read(JsonObject source)
    {
        if (resolve is not null && source.Text("$ref") is { } reference)
            return resolve(reference);

        string pattern = source.Text("pattern") ?? string.Empty;
        return new StructuralSchema
        {
            Source = source,
            Type = source.Text("type") ?? string.Empty,
            Format = source.Text("format") ?? string.Empty,
            Properties = source.Object("properties") is { } properties
                ? properties.Where(member => member.Value is JsonObject).ToDictionary(member => member.Key, member => Read(member.Value!.AsObject()), StringComparer.Ordinal)
                : new Dictionary<string, StructuralSchema>(StringComparer.Ordinal),
            AdditionalProperties = source["additionalProperties"] switch
            {
                JsonObject schema => Read(schema),
                { } flag when flag.IsTrue() => StructuralSchema.Anything,
                _ => null,
            },
            Items = source.Object("items") is { } items ? Read(items) : null,
            Required = source["required"].Strings(),
            Enum = source.Array("enum"),
            Default = source["default"],
            Nullable = source["nullable"].IsTrue(),
            PreserveUnknownFields = source["x-kubernetes-preserve-unknown-fields"].IsTrue(),
            IntOrString = source["x-kubernetes-int-or-string"].IsTrue(),
            EmbeddedResource = source["x-kubernetes-embedded-resource"].IsTrue(),
            PatternText = pattern,
            Pattern = pattern.Length == 0 ? null : Re2Pattern.Compile(pattern),
            Limits = ReadLimits(source),
            ListType = source.Text("x-kubernetes-list-type") ?? string.Empty,
            ListMapKeys = source["x-kubernetes-list-map-keys"].Strings(),
            AtomicMap = source.Text("x-kubernetes-map-type") == "atomic",
            PatchMergeKey = source.Text("x-kubernetes-patch-merge-key") ?? string.Empty,
            PatchStrategy = source.Text("x-kubernetes-patch-strategy") ?? string.Empty,
            AllOf = ReadAll(source, "allOf"),
            AnyOf = ReadAll(source, "anyOf"),
            OneOf = ReadAll(source, "oneOf"),
            Not = source.Object("not") is { } not ? Read(not) : null,
        };
    }

    private static SchemaLimits ReadLimits(JsonObject source) => new()
    {
        Minimum = source["minimum"].Number(),
        ExclusiveMinimum = source["exclusiveMinimum"].IsTrue(),
        Maximum = source["maximum"].Number(),
        ExclusiveMaximum = source["exclusiveMaximum"].IsTrue(),
        MultipleOf = source["multipleOf"].Number(),
        MinLength = source["minLength"].Whole(),
        MaxLength = source["maxLength"].Whole(),
        MinItems = source["minItems"].Whole(),
        MaxItems = source["maxItems"].Whole(),
        MinProperties = source["minProperties"].Whole(),
        MaxProperties = source["maxProperties"].Whole(),
    };

    private List<StructuralSchema> ReadAll(JsonObject source, string name) => [.. source.Array(name).Objects().Select(Read)];
}
