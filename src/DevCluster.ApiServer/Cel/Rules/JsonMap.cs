using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Cel.Values;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Rules;

/// <summary>An object of a resource; its members are turned into values when they are looked at.</summary>
/// <param name="members">The object.</param>
/// <param name="schema">Its schema, or null where there is none.</param>
internal sealed class JsonMap(JsonObject members, StructuralSchema? schema) : CelMap
{
    private readonly bool _hasFields = schema is not null && !SchemaTypes.IsMap(schema);

    public override int Count => members.Count;

    public override IEnumerable<object> Keys => members.Select(member => _hasFields ? PropertyNames.Escape(member.Key) ?? member.Key : member.Key);

    public override bool TryGet(object key, out object? value)
    {
        value = null;
        if (key is not string text)
            return false;
        string name = _hasFields ? PropertyNames.Unescape(text) : text;
        if (!members.TryGetPropertyValue(name, out JsonNode? member))
            return false;
        value = SchemaValues.Of(member, schema?.Member(name));
        return true;
    }
}
