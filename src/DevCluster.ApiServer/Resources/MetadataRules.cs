using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>The rules of object metadata.</summary>
internal static class MetadataRules
{
    private const int MaximumAnnotationBytes = 256 * 1024;
    private const int MaximumGeneratedBase = 58;
    private const string SuffixAlphabet = "bcdfghjklmnpqrstvwxz2456789";
    private static readonly string[] OwnedByServer = ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"];
    private static readonly string[] StandardFinalizers = ["kubernetes", "orphan", "foregroundDeletion"];

    /// <summary>Sets what the server owns on a new object.</summary>
    public static void PrepareForCreate(JsonObject resource, ResourceTarget target, DateTimeOffset now)
    {
        JsonObject metadata = resource.Object("metadata")!;
        if (metadata.Text("resourceVersion") is not null)
            throw ApiErrors.Unclassified("resourceVersion should not be set on objects to be created");
        foreach (string name in OwnedByServer)
            metadata.Remove(name);
        SetNamespace(metadata, target);
        SetName(metadata, target);
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Timestamps.Format(now);
    }

    /// <summary>Restores what a client may not change, and collects what it must not try to change.</summary>
    public static void PrepareForUpdate(JsonObject resource, JsonObject previous, ResourceTarget target, List<FieldError> errors)
    {
        JsonObject metadata = resource.Object("metadata")!, before = previous.Object("metadata")!;
        SetNamespace(metadata, target);
        if (metadata.Text("name") is { } name && name != target.Name)
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({target.Name})");
        metadata["name"] = target.Name;
        metadata.Remove("selfLink");
        KeepUnlessGiven(metadata, before, "uid", errors);
        KeepUnlessGiven(metadata, before, "deletionTimestamp", errors);
        metadata.SetOrRemove("creationTimestamp", before["creationTimestamp"]);
        metadata.SetOrRemove("deletionGracePeriodSeconds", before["deletionGracePeriodSeconds"]);
        if (metadata["generation"] is null)
            metadata.SetOrRemove("generation", before["generation"]);

        if (before["deletionTimestamp"] is not null && metadata["finalizers"].Strings().Except(before["finalizers"].Strings(), StringComparer.Ordinal).ToArray() is { Length: > 0 } added)
            errors.Add(FieldError.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(item => $"\"{item}\""))}}}"));
    }

    public static IEnumerable<FieldError> Validate(JsonObject resource, ResourceDefinition definition)
    {
        JsonObject metadata = resource.Object("metadata")!;
        if (metadata.Text("name") is not { } name)
            yield return FieldError.Required("metadata.name", "name or generateName is required");
        else
            foreach (string problem in definition.Strategy.CheckName(name))
                yield return FieldError.Invalid("metadata.name", JsonValue.Create(name), problem);
        foreach (FieldError error in CheckLabels(metadata).Concat(CheckAnnotations(metadata)).Concat(CheckFinalizers(metadata, definition)).Concat(CheckOwners(metadata)))
            yield return error;
    }

    private static IEnumerable<FieldError> CheckLabels(JsonObject metadata)
    {
        foreach ((string key, JsonNode? value) in metadata.Object("labels") ?? [])
        {
            foreach (string problem in NameRules.LabelKey(key))
                yield return FieldError.Invalid("metadata.labels", JsonValue.Create(key), problem);
            foreach (string problem in NameRules.LabelValue(value.Text() ?? string.Empty))
                yield return FieldError.Invalid("metadata.labels", value, problem);
        }
    }

    private static IEnumerable<FieldError> CheckAnnotations(JsonObject metadata)
    {
        long bytes = 0;
        foreach ((string key, JsonNode? value) in metadata.Object("annotations") ?? [])
        {
            bytes += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value.Text() ?? string.Empty);
            foreach (string problem in NameRules.LabelKey(key.ToLowerInvariant()))
                yield return FieldError.Invalid("metadata.annotations", JsonValue.Create(key), problem);
        }

        if (bytes > MaximumAnnotationBytes)
            yield return FieldError.TooLong("metadata.annotations", $"may not be more than {MaximumAnnotationBytes} bytes");
    }

    private static IEnumerable<FieldError> CheckFinalizers(JsonObject metadata, ResourceDefinition definition)
    {
        IReadOnlyList<string> finalizers = metadata["finalizers"].Strings();
        for (int index = 0; index < finalizers.Count; index++)
        {
            string finalizer = finalizers[index];
            foreach (string problem in NameRules.LabelKey(finalizer))
                yield return FieldError.Invalid("metadata.finalizers", JsonValue.Create(finalizer), problem);
            if (!definition.IsCustom && !finalizer.Contains('/', StringComparison.Ordinal) && !StandardFinalizers.Contains(finalizer) && finalizer != Registry.Strategies.DefinitionStrategy.Finalizer)
                yield return FieldError.Invalid($"metadata.finalizers[{index}]", JsonValue.Create(finalizer), "name is neither a standard finalizer name nor is it fully qualified");
        }

        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion"))
            yield return FieldError.Invalid("metadata.finalizers", metadata["finalizers"], "finalizer orphan and foregroundDeletion cannot be both set");
    }

    private static IEnumerable<FieldError> CheckOwners(JsonObject metadata)
    {
        JsonObject[] owners = [.. metadata.Array("ownerReferences").Objects()];
        for (int index = 0; index < owners.Length; index++)
        {
            foreach (string field in (string[])["apiVersion", "kind", "name", "uid"])
            {
                if (string.IsNullOrEmpty(owners[index].Text(field)))
                    yield return FieldError.Invalid($"metadata.ownerReferences[{index}].{field}", JsonValue.Create(string.Empty), $"{field} must not be empty");
            }
        }

        if (owners.Count(owner => owner["controller"].IsTrue()) > 1)
            yield return FieldError.Invalid("metadata.ownerReferences", metadata["ownerReferences"], "Only one reference can have Controller set to true");
    }

    /// <summary>Puts an object into the namespace of the path, or out of any where the kind has none.</summary>
    /// <exception cref="ApiStatusException">400: the object names another namespace.</exception>
    public static void SetNamespace(JsonObject metadata, ResourceTarget target)
    {
        if (!target.Definition.IsNamespaced)
        {
            metadata.Remove("namespace");
            return;
        }

        if (metadata.Text("namespace") is { } given && given != target.Namespace)
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        metadata["namespace"] = target.Namespace;
    }

    private static void SetName(JsonObject metadata, ResourceTarget target)
    {
        string? name = metadata.Text("name");
        if (target.Name.Length > 0 && name is not null && name != target.Name)
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({target.Name})");
        if (name is null && target.Name.Length > 0)
            metadata["name"] = target.Name;
        else if (name is null && metadata.Text("generateName") is { } prefix)
            metadata["name"] = prefix[..Math.Min(prefix.Length, MaximumGeneratedBase)] + RandomNumberGenerator.GetString(SuffixAlphabet, 5);
    }

    private static void KeepUnlessGiven(JsonObject metadata, JsonObject before, string name, List<FieldError> errors)
    {
        if (metadata[name] is null)
            metadata.SetOrRemove(name, before[name]);
        else if (!metadata[name].SameAs(before[name]))
            errors.Add(FieldError.Invalid($"metadata.{name}", metadata[name], "field is immutable"));
    }
}
