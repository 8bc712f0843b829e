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
    private static readonly string[] OwnerParts = ["kind", "name", "uid"];
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
        // A webhook may have taken the name away.
        metadata["name"] = target.Name;
        metadata.Remove("selfLink");
        KeepUnlessGiven(metadata, before, "uid", errors);
        KeepUnlessGiven(metadata, before, "deletionTimestamp", errors);
        KeepUnlessGiven(metadata, before, "deletionGracePeriodSeconds", errors);
        metadata.SetOrRemove("creationTimestamp", before["creationTimestamp"]);
        if (metadata["generation"] is null)
            metadata.SetOrRemove("generation", before["generation"]);

        if (before["deletionTimestamp"] is not null && metadata["finalizers"].Strings().Except(before["finalizers"].Strings(), StringComparer.Ordinal).ToArray() is { Length: > 0 } added)
            errors.Add(FieldError.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(item => $"\"{item}\""))}}}"));
    }

    public static IEnumerable<FieldError> Validate(JsonObject resource, ResourceDefinition definition)
    {
        JsonObject metadata = resource.Object("metadata")!;
        if (metadata.Text("generateName") is { } prefix)
        {
            foreach (string problem in definition.Strategy.CheckName(NameRules.WithoutTrailingDash(prefix)))
                yield return FieldError.Invalid("metadata.generateName", JsonValue.Create(prefix), problem);
        }

        if (metadata.Text("name") is not { } name)
            yield return FieldError.Required("metadata.name", "name or generateName is required");
        else
            foreach (string problem in definition.Strategy.CheckName(name))
                yield return FieldError.Invalid("metadata.name", JsonValue.Create(name), problem);
        if (metadata["generation"].Whole() < 0)
            yield return FieldError.Invalid("metadata.generation", metadata["generation"], "must be greater than or equal to 0");
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
        const string Field = "metadata.ownerReferences";
        JsonObject[] owners = [.. metadata.Array("ownerReferences").Objects()];
        foreach (JsonObject owner in owners)
        {
            string apiVersion = owner.Text("apiVersion") ?? string.Empty;
            // The reference server names the field without its place in the list.
            if (apiVersion.Split('/') is not ([{ Length: > 0 }] or [_, { Length: > 0 }]))
                yield return FieldError.Invalid($"{Field}.apiVersion", JsonValue.Create(apiVersion), "version must not be empty");
            foreach (string part in OwnerParts.Where(part => string.IsNullOrEmpty(owner.Text(part))))
                yield return FieldError.Invalid($"{Field}.{part}", JsonValue.Create(string.Empty), "must not be empty");
            if (apiVersion == "v1" && owner.Text("kind") == "Event")
                yield return FieldError.Invalid(Field, owner, "/v1, Kind=Event is disallowed from being an owner");
        }

        string[] controllers = [.. owners.Where(owner => owner["controller"].IsTrue()).Select(owner => $"{owner.Text("kind")}/{owner.Text("name")}")];
        foreach (string other in controllers.Skip(1))
            yield return FieldError.Invalid(Field, metadata["ownerReferences"], $"Only one reference can have Controller set to true. Found \"true\" in references for {controllers[0]} and {other}");
    }

    /// <summary>Refuses an object that does not say which one it is, or says it is another than the path names.</summary>
    /// <exception cref="ApiStatusException">400.</exception>
    public static void RequireName(JsonObject resource, ResourceTarget target)
    {
        if (resource.Text("metadata", "name") is not { Length: > 0 } name)
            throw ApiErrors.BadRequest($"the name of the object ({target.Name} based on URL) was undeterminable: name must be provided");
        if (name != target.Name)
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({target.Name})");
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
