using System.Collections.Frozen;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Rules;

/// <summary>The rules of a schema and of what is below it; branches without rules are left out.</summary>
internal sealed record SchemaRules
{
    public required StructuralSchema Schema { get; init; }

    public IReadOnlyList<CompiledRule> Rules { get; private init; } = [];

    public IReadOnlyDictionary<string, SchemaRules> Properties { get; private init; } = FrozenDictionary<string, SchemaRules>.Empty;

    /// <summary>Rules of the values of a map.</summary>
    public SchemaRules? Values { get; private init; }

    public SchemaRules? Items { get; private init; }

    private bool IsEmpty => Rules.Count == 0 && Properties.Count == 0 && Values is null && Items is null;

    /// <param name="schema">A schema whose rules were checked.</param>
    /// <param name="isResource">Whether it is the schema of a resource.</param>
    /// <returns>Null where there is no rule at all.</returns>
    /// <exception cref="CelCompileException">A rule does not fit its schema.</exception>
    public static SchemaRules? Compile(StructuralSchema schema, bool isResource)
    {
        StructuralSchema full = SchemaTypes.WithMetadata(schema, isResource);
        var rules = new SchemaRules
        {
            Schema = full,
            Rules = CompileOwn(full),
            Properties = schema.Properties
                .Select(property => (property.Key, Rules: Compile(property.Value, property.Value.EmbeddedResource)))
                .Where(property => property.Rules is not null)
                .ToFrozenDictionary(property => property.Key, property => property.Rules!, StringComparer.Ordinal),
            Values = schema.AdditionalProperties is { } values ? Compile(values, values.EmbeddedResource) : null,
            Items = schema.Items is { } items ? Compile(items, items.EmbeddedResource) : null,
        };
        return rules.IsEmpty ? null : rules;
    }

    private static CompiledRule[] CompileOwn(StructuralSchema schema)
    {
        IReadOnlyList<ValidationRule> rules = ValidationRule.ReadAll(schema.Source);
        return rules.Count > 0 && SchemaTypes.Of(schema) is { } self ? [.. rules.Select(rule => CompiledRule.Compile(rule, schema, self))] : [];
    }
}
