using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>Compares two versions of an object field by field.</summary>
internal sealed class FieldComparer
{
    private List<FieldNode>? _added, _modified, _removed;

    private FieldComparer()
    {
    }

    public static FieldDifference Compare(JsonObject before, JsonObject after, StructuralSchema schema)
    {
        var comparer = new FieldComparer();
        comparer.CompareMembers(before, after, schema);
        return new FieldDifference(ToSet(comparer._added), ToSet(comparer._modified), ToSet(comparer._removed));
    }

    private static FieldSet ToSet(List<FieldNode>? nodes) => nodes is null ? FieldSet.Empty : FieldSet.Of(nodes);

    private void CompareMembers(JsonObject? before, JsonObject? after, StructuralSchema schema)
    {
        foreach ((string name, JsonNode? value) in after ?? [])
        {
            JsonNode? earlier = null;
            bool isKnown = before?.TryGetPropertyValue(name, out earlier) == true;
            CompareField(FieldElement.Field(name), (isKnown, earlier), (true, value), FieldShapes.Member(schema, name));
        }

        foreach ((string name, JsonNode? value) in before ?? [])
        {
            if (after?.ContainsKey(name) != true)
                CompareField(FieldElement.Field(name), (true, value), (false, null), FieldShapes.Member(schema, name));
        }
    }

    private void CompareItems(JsonArray? before, JsonArray? after, StructuralSchema schema)
    {
        IReadOnlyDictionary<string, JsonNode?> old = FieldShapes.ByElement(before, schema), now = FieldShapes.ByElement(after, schema);
        foreach ((string element, JsonNode? value) in now)
            CompareField(element, (old.TryGetValue(element, out JsonNode? earlier), earlier), (true, value), FieldShapes.Item(schema));
        foreach ((string element, JsonNode? value) in old)
        {
            if (!now.ContainsKey(element))
                CompareField(element, (true, value), (false, null), FieldShapes.Item(schema));
        }
    }

    private void CompareField(string element, (bool Exists, JsonNode? Value) before, (bool Exists, JsonNode? Value) after, StructuralSchema schema)
    {
        FieldShape shape = FieldShapes.Of(after.Value ?? before.Value, schema);
        bool sameShape = before.Value is null || after.Value is null || FieldShapes.Of(before.Value, schema) == shape;
        if (shape == FieldShape.Leaf || !sameShape || (FieldShapes.IsEmpty(before.Value) && FieldShapes.IsEmpty(after.Value)))
        {
            CompareLeaf(element, before, after);
            return;
        }

        var inner = new FieldComparer();
        if (shape == FieldShape.Members)
            inner.CompareMembers(before.Value as JsonObject, after.Value as JsonObject, schema);
        else
            inner.CompareItems(before.Value as JsonArray, after.Value as JsonArray, schema);
        Add(ref _added, element, !before.Exists, inner._added);
        Add(ref _modified, element, isMember: false, inner._modified);
        Add(ref _removed, element, !after.Exists, inner._removed);
    }

    private void CompareLeaf(string element, (bool Exists, JsonNode? Value) before, (bool Exists, JsonNode? Value) after)
    {
        if (!before.Exists)
            Add(ref _added, element, isMember: true, null);
        else if (!after.Exists)
            Add(ref _removed, element, isMember: true, null);
        else if (!before.Value.SameAs(after.Value))
            Add(ref _modified, element, isMember: true, null);
    }

    private static void Add(ref List<FieldNode>? nodes, string element, bool isMember, List<FieldNode>? children)
    {
        if (isMember || children is not null)
            (nodes ??= []).Add(new FieldNode(element, isMember, ToSet(children)));
    }
}

/// <summary>The fields in which two versions of an object differ.</summary>
internal sealed record FieldDifference(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    public FieldSet Changed => Modified.Union(Added);

    /// <summary>The differences whose first step is kept.</summary>
    public FieldDifference Where(Predicate<string> keep) => new(Added.Where(keep), Modified.Where(keep), Removed.Where(keep));
}
