using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>The schemas of BuiltInKinds.yaml.</summary>
internal sealed class BuiltInSchemas
{
    private readonly Dictionary<string, StructuralSchema> _schemas = new(StringComparer.Ordinal);
    private readonly JsonObject _source;
    private readonly SchemaReader _reader;

    private BuiltInSchemas(JsonObject source)
    {
        _source = source;
        _reader = new SchemaReader(Get);
        Metadata = Get("ObjectMeta");
    }

    /// <summary>Schema of object metadata.</summary>
    public StructuralSchema Metadata { get; }

    public static BuiltInSchemas Load()
    {
        using Stream stream = typeof(BuiltInSchemas).Assembly.GetManifestResourceStream("BuiltInKinds.yaml")!;
        using var reader = new StreamReader(stream);
        return new BuiltInSchemas(YamlText.Parse(reader.ReadToEnd())!.AsObject());
    }

    public StructuralSchema Get(string name)
    {
        if (_schemas.TryGetValue(name, out StructuralSchema? known))
            return known;
        StructuralSchema schema = _reader.Read(Inline(_source.Object(name)!).AsObject());
        _schemas.Add(name, schema);
        return schema;
    }

    /// <summary>Replaces references by what they name, so that a published schema stands alone.</summary>
    private JsonNode Inline(JsonNode node)
    {
        if (node.Text("$ref") is { } reference)
            return Inline(_source.Object(reference)!);
        return node switch
        {
            JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, member.Value is null ? null : (JsonNode?)Inline(member.Value)))),
            JsonArray items => items.Select(item => item is null ? null : Inline(item)).ToJsonArray(),
            _ => node.DeepClone(),
        };
    }
}
