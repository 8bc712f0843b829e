using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>Custom resource definitions: names are completed and accepted, schemas checked, and deletion waits for the objects.</summary>
/// <param name="rules">Checks a definition.</param>
/// <param name="conditions">Computes the conditions of a definition.</param>
internal sealed class DefinitionStrategy(Func<JsonObject, JsonObject?, IEnumerable<FieldError>> rules, Action<JsonObject> conditions) : ResourceStrategy
{
    /// <summary>Held while objects of the kind are being deleted.</summary>
    public const string Finalizer = "customresourcecleanup.apiextensions.k8s.io";

    public override void Complete(JsonObject resource)
    {
        JsonObject spec = resource.Ensure("spec");
        JsonObject names = spec.Ensure("names");
        string kind = names.Text("kind") ?? string.Empty;
        if (string.IsNullOrEmpty(names.Text("singular")))
            names["singular"] = kind.ToLowerInvariant();
        if (string.IsNullOrEmpty(names.Text("listKind")) && kind.Length > 0)
            names["listKind"] = $"{kind}List";
        if (spec["conversion"] is not JsonObject)
            spec["conversion"] = new JsonObject { ["strategy"] = "None" };
    }

    public override void PrepareForCreate(JsonObject resource)
    {
        resource.Remove("status");
        resource.Object("metadata")!["generation"] = 1L;
        NoteStoredVersions(resource);
        conditions(resource);
    }

    public override void PrepareForUpdate(JsonObject resource, JsonObject previous, string subresource)
    {
        if (subresource == "status")
        {
            resource.SetOrRemove("spec", previous["spec"]);
            return;
        }

        resource.SetOrRemove("status", previous["status"]);
        long generation = previous.At("metadata", "generation").Whole() ?? 1;
        resource.Object("metadata")!["generation"] = resource["spec"].SameAs(previous["spec"]) ? generation : generation + 1;
        NoteStoredVersions(resource);
        conditions(resource);
    }

    public override void PrepareForDelete(JsonObject resource, DateTimeOffset now)
    {
        JsonObject metadata = resource.Object("metadata")!;
        IReadOnlyList<string> finalizers = metadata["finalizers"].Strings();
        if (!finalizers.Contains(Finalizer))
            metadata["finalizers"] = finalizers.Append(Finalizer).ToJsonArray();
    }

    public override IEnumerable<FieldError> Validate(JsonObject resource, JsonObject? previous) => rules(resource, previous);

    private static void NoteStoredVersions(JsonObject resource)
    {
        JsonObject status = resource.Ensure("status");
        IReadOnlyList<string> stored = status["storedVersions"].Strings();
        string? storage = resource.Array("spec", "versions").Objects().FirstOrDefault(version => version["storage"].IsTrue()).Text("name");
        if (storage is not null && !stored.Contains(storage))
            status["storedVersions"] = stored.Append(storage).ToJsonArray();
    }
}
