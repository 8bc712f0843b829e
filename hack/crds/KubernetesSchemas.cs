using System.Text.Json.Nodes;

namespace ElementalProvider.CrdGenerator;

/// <summary>
/// Schemas of Kubernetes' own types within our kinds. Written out: their models carry no attributes, and their doc comments speak of other
/// kinds than ours.
/// </summary>
internal static class KubernetesSchemas
{
    /// <summary>The schema of a type, or null where it is none of Kubernetes' own.</summary>
    public static JsonObject? Find(Type type) =>
        type == typeof(V1ObjectReference) ? ObjectReference()
        : type == typeof(V1LabelSelector) ? LabelSelector()
        : null;

    private static JsonObject ObjectReference() => Map(
        ("apiVersion", Text("API version of the referent.")),
        ("fieldPath", Text("A part of the object, such as spec.containers{name}, when not the whole object is meant.")),
        ("kind", Text("Kind of the referent.")),
        ("name", Text("Name of the referent.")),
        ("namespace", Text("Namespace of the referent.")),
        ("resourceVersion", Text("Specific resource version the reference was made to, if any.")),
        ("uid", Text("UID of the referent.")));

    private static JsonObject LabelSelector()
    {
        JsonObject requirement = Map(
            ("key", Text("The label key that the requirement is about.")),
            ("operator", Text("How the label must relate to the values: In, NotIn, Exists or DoesNotExist.")),
            ("values", Described("The values; not empty for In and NotIn, empty for the others.", ("items", TypeOnly("string")), ("type", "array"))));
        requirement["required"] = new JsonArray("key", "operator");
        requirement.Remove("type");
        requirement["type"] = "object";
        requirement.Insert(0, "description", "One requirement of a label selector.");
        return Map(
            ("matchExpressions", Described("Further requirements on labels.", ("items", requirement), ("type", "array"))),
            ("matchLabels", Described("Labels that must have exactly these values.", ("additionalProperties", TypeOnly("string")), ("type", "object"))));
    }

    private static JsonObject Map(params ReadOnlySpan<(string Name, JsonObject Schema)> fields)
    {
        JsonObject properties = [];
        foreach ((string name, JsonObject schema) in fields)
            properties[name] = schema;
        return new JsonObject { ["properties"] = properties, ["type"] = "object" };
    }

    private static JsonObject Text(string description) => Described(description, ("type", "string"));

    private static JsonObject TypeOnly(string type) => new() { ["type"] = type };

    private static JsonObject Described(string description, params ReadOnlySpan<(string Name, JsonNode Value)> rest)
    {
        JsonObject schema = new() { ["description"] = description };
        foreach ((string name, JsonNode value) in rest)
            schema[name] = value;
        return schema;
    }
}
