using ElementalProvider.DevCluster.ApiServer.Cel.Types;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Rules;

/// <summary>The types that expressions see in place of schemas. What a schema says nothing about is not there for them.</summary>
internal static class SchemaTypes
{
    private static readonly StructuralSchema Metadata = new()
    {
        Type = "object", Source = [], Properties = new Dictionary<string, StructuralSchema>(StringComparer.Ordinal) { ["name"] = StructuralSchema.PlainText, ["generateName"] = StructuralSchema.PlainText },
    };

    /// <summary>The type of a schema, or null where expressions cannot look at its values.</summary>
    public static CelType? Of(StructuralSchema schema)
    {
        if (schema.IntOrString)
            return CelType.Dyn;
        return schema.Type switch
        {
            "object" => OfObject(schema),
            "array" => schema.Items is { } items && Of(WithMetadata(items, items.EmbeddedResource)) is { } element ? CelType.ListOf(element) : null,
            "string" => schema.Format switch
            {
                "byte" => CelType.Bytes,
                "duration" => CelType.Duration,
                "date" or "date-time" => CelType.Timestamp,
                _ => CelType.String,
            },
            "boolean" => CelType.Bool,
            "number" => CelType.Double,
            "integer" => CelType.Int,
            _ => null,
        };
    }

    /// <summary>A schema with the fields that every resource has: its kind, and of its metadata the names.</summary>
    public static StructuralSchema WithMetadata(StructuralSchema schema, bool isResource) => isResource
        ? schema with
        {
            Properties = new Dictionary<string, StructuralSchema>(schema.Properties, StringComparer.Ordinal)
            {
                ["apiVersion"] = StructuralSchema.PlainText, ["kind"] = StructuralSchema.PlainText, ["metadata"] = Metadata,
            },
        }
        : schema;

    /// <summary>Whether an object has any names as keys, with values of one schema.</summary>
    public static bool IsMap(StructuralSchema schema) => schema.AdditionalProperties is { } values && !ReferenceEquals(values, StructuralSchema.Anything);

    private static CelType? OfObject(StructuralSchema schema)
    {
        if (IsMap(schema))
            return Of(WithMetadata(schema.AdditionalProperties!, schema.AdditionalProperties!.EmbeddedResource)) is { } values ? CelType.MapOf(CelType.String, values) : null;
        var fields = new Dictionary<string, CelType>(StringComparer.Ordinal);
        foreach ((string name, StructuralSchema property) in schema.Properties)
        {
            if (PropertyNames.Escape(name) is { } identifier && Of(WithMetadata(property, property.EmbeddedResource)) is { } type)
                fields[identifier] = type;
        }

        return CelType.ObjectOf(fields);
    }
}
