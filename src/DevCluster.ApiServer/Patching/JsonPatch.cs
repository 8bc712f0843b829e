using System.Globalization;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Patching;

/// <summary>JSON patch (RFC 6902).</summary>
internal static class JsonPatch
{
    /// <summary>Applies all operations in place, in order.</summary>
    /// <exception cref="PatchException">An operation cannot be applied; the object may be half patched.</exception>
    public static void Apply(JsonObject target, JsonArray operations)
    {
        foreach (JsonNode? operation in operations)
        {
            string name = operation.Text("op") ?? "unknown";
            string path = operation.Text("path") ?? throw new PatchException($"{name} operation does not have a path");
            switch (name)
            {
                case "add":
                    Add(target, path, operation.At("value")?.DeepClone());
                    break;
                case "remove":
                    Remove(target, path);
                    break;
                case "replace":
                    Replace(target, path, operation.At("value")?.DeepClone());
                    break;
                case "move":
                    Add(target, path, Remove(target, From(operation)));
                    break;
                case "copy":
                    Add(target, path, Find(target, From(operation))?.DeepClone());
                    break;
                case "test":
                    Test(target, path, operation.At("value"));
                    break;
                default:
                    throw new PatchException($"Unexpected kind: {name}");
            }
        }
    }

    private static string From(JsonNode? operation) => operation.Text("from") ?? throw new PatchException("the operation does not have a from path");

    private static void Add(JsonObject root, string path, JsonNode? value)
    {
        (JsonNode parent, string last) = Parent(root, path, "add");
        if (parent is JsonArray items)
            items.Insert(last == "-" ? items.Count : Index(items.Count, last, path, "add"), value);
        else
            parent.AsObject()[last] = value;
    }

    private static JsonNode? Remove(JsonObject root, string path)
    {
        (JsonNode parent, string last) = Parent(root, path, "remove");
        if (parent is JsonArray items)
        {
            int index = Index(items.Count - 1, last, path, "remove");
            JsonNode? removed = items[index];
            items.RemoveAt(index);
            return removed;
        }

        return parent.AsObject().Remove(last, out JsonNode? member)
            ? member
            : throw new PatchException($"remove operation does not apply: doc is missing key: {path}: missing value");
    }

    private static void Replace(JsonObject root, string path, JsonNode? value)
    {
        (JsonNode parent, string last) = Parent(root, path, "replace");
        if (parent is JsonArray items)
            items[Index(items.Count - 1, last, path, "replace")] = value;
        else
            // A member that is not there is added, as the reference server does against the letter of the RFC.
            parent.AsObject()[last] = value;
    }

    private static void Test(JsonObject root, string path, JsonNode? wanted)
    {
        if (!Find(root, path).SameAs(wanted))
            throw new PatchException($"testing value {path} failed: test failed");
    }

    private static JsonNode? Find(JsonObject root, string path)
    {
        JsonNode? node = root;
        foreach (string step in Steps(path))
            node = node switch
            {
                JsonArray items => int.TryParse(step, out int index) && index >= 0 && index < items.Count ? items[index] : null,
                JsonObject members => members[step],
                _ => null,
            };
        return node;
    }

    private static (JsonNode Parent, string Last) Parent(JsonObject root, string path, string operation)
    {
        string[] steps = Steps(path);
        if (steps.Length == 0)
            throw new PatchException($"{operation} operation does not apply: the whole object cannot be replaced");
        JsonNode? node = root;
        foreach (string step in steps[..^1])
            node = node is JsonArray items ? items[Index(items.Count - 1, step, path, operation)] : (node as JsonObject)?[step];
        return node is JsonArray or JsonObject
            ? (node, steps[^1])
            : throw new PatchException($"{operation} operation does not apply: doc is missing path: \"{path}\": missing value");
    }

    private static int Index(int maximum, string text, string path, string operation) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index <= maximum
            ? index
            : throw new PatchException($"{operation} operation does not apply: doc is missing index: {path}: invalid index referenced");

    private static string[] Steps(string path) => path.Length == 0
        ? []
        : [.. path.TrimStart('/').Split('/').Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
}

/// <summary>A patch cannot be applied.</summary>
/// <param name="message">Why not.</param>
/// <param name="code">HTTP status that the reference server answers: 422 where it does not fit the object, 400 where it is no patch, 500 for a directive it does not know.</param>
internal sealed class PatchException(string message, int code = 422) : Exception(message)
{
    public int Code { get; } = code;
}
