using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.CrdGenerator;

/// <summary>Makes structural schemas (OpenAPI v3 as CustomResourceDefinitions take it) from the API's records.</summary>
/// <param name="documentation">Doc comments become descriptions; a property without one is an error.</param>
internal sealed class SchemaBuilder(XmlDocumentation documentation)
{
    private readonly Stack<Type> _open = new();

    /// <summary>The schema of a property: that of its type, its doc comment and what its attributes add.</summary>
    public JsonObject Of(PropertyInfo property)
    {
        JsonObject schema = new() { ["description"] = documentation.Of(property) };
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        foreach ((string key, JsonNode? value) in type == typeof(JsonElement) ? FreeForm(property) : OfType(type))
            schema[key] = value?.DeepClone();
        AddValidations(property, schema);
        return schema;
    }

    private JsonObject OfType(Type type)
    {
        if (type == typeof(string))
            return new() { ["type"] = "string" };
        if (type == typeof(bool))
            return new() { ["type"] = "boolean" };
        if (type == typeof(int))
            return new() { ["format"] = "int32", ["type"] = "integer" };
        if (type == typeof(long))
            return new() { ["format"] = "int64", ["type"] = "integer" };
        if (type == typeof(DateTimeOffset))
            return new() { ["format"] = "date-time", ["type"] = "string" };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return new() { ["additionalProperties"] = OfType(type.GetGenericArguments()[1]), ["type"] = "object" };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return new() { ["items"] = OfItem(type.GetGenericArguments()[0]), ["type"] = "array" };
        if (KubernetesSchemas.Find(type) is { } known)
            return known;
        if (type is { IsClass: true, IsSealed: true } && type.Assembly.GetName().Name!.StartsWith("ElementalProvider.Api", StringComparison.Ordinal))
            return OfRecord(type);
        throw new NotSupportedException($"{type} has no place in a CRD schema; use string, bool, int, long, DateTimeOffset, a list, a string map, JsonElement or a sealed record of the API.");
    }

    private JsonObject OfItem(Type type)
    {
        JsonObject schema = OfType(type);
        if (schema.ContainsKey("properties"))
            schema.Insert(0, "description", documentation.Of(type));
        return schema;
    }

    private JsonObject OfRecord(Type type)
    {
        if (_open.Contains(type))
            throw new NotSupportedException($"{type} contains itself ({string.Join(" in ", _open.Select(open => open.Name))}); a structural schema cannot be recursive.");

        _open.Push(type);
        JsonObject properties = new();
        List<string> required = [];
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(JsonName, StringComparer.Ordinal))
        {
            if (property.GetCustomAttribute<JsonIgnoreAttribute>() is not null)
                continue;
            properties[JsonName(property)] = Of(property);
            if (IsRequired(property))
                required.Add(JsonName(property));
        }

        _open.Pop();
        JsonObject schema = new() { ["properties"] = properties };
        if (required.Count > 0)
            schema["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]);
        schema["type"] = "object";
        return schema;
    }

    private static JsonObject FreeForm(PropertyInfo property)
    {
        if (property.GetCustomAttribute<IntOrStringAttribute>() is not null)
            return new() { ["x-kubernetes-int-or-string"] = true };
        if (property.GetCustomAttribute<PreserveUnknownFieldsAttribute>() is not null)
            return new() { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        throw new NotSupportedException($"{property.DeclaringType}.{property.Name} is free-form JSON; say how with [PreserveUnknownFields] or [IntOrString].");
    }

    private static void AddValidations(PropertyInfo property, JsonObject schema)
    {
        bool isList = (string?)schema["type"] == "array";
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            schema["enum"] = new JsonArray([.. allowed.Values.Select(value => (JsonNode)(string)value!)]);
        if (property.GetCustomAttribute<MinLengthAttribute>() is { } minimum)
            schema[isList ? "minItems" : "minLength"] = minimum.Length;
        if (property.GetCustomAttribute<MaxLengthAttribute>() is { } maximum)
            schema[isList ? "maxItems" : "maxLength"] = maximum.Length;
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
            (schema["minimum"], schema["maximum"]) = ((int)range.Minimum, (int)range.Maximum);
        if (property.GetCustomAttribute<RegularExpressionAttribute>() is { } expression)
            schema["pattern"] = expression.Pattern;
        if (property.GetCustomAttribute<ListMapKeyAttribute>() is { } map)
            (schema["x-kubernetes-list-map-keys"], schema["x-kubernetes-list-type"]) = (new JsonArray(map.Key), "map");
        if (property.GetCustomAttribute<AtomicAttribute>() is not null)
            schema[isList ? "x-kubernetes-list-type" : "x-kubernetes-map-type"] = "atomic";
    }

    private static string JsonName(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static bool IsRequired(PropertyInfo property) =>
        property.GetCustomAttribute<RequiredMemberAttribute>() is not null
        || (property.PropertyType.IsValueType && Nullable.GetUnderlyingType(property.PropertyType) is null);
}
