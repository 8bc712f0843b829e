using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>Namespaces: they stay, terminating, until the namespace controller has removed all that is in them.</summary>
internal sealed class NamespaceStrategy : ResourceStrategy
{
    /// <summary>The finalizer in spec that the namespace controller removes.</summary>
    public const string Finalizer = "kubernetes";

    private const string NameLabel = "kubernetes.io/metadata.name";

    public override IReadOnlyList<string> CheckName(string name) => NameRules.DnsLabel(name);

    public override void Complete(JsonObject resource)
    {
        if (resource.Text("metadata", "name") is { Length: > 0 } name)
            resource.Object("metadata")!.Ensure("labels")[NameLabel] = name;
    }

    public override void PrepareForCreate(JsonObject resource)
    {
        JsonObject spec = resource.Ensure("spec");
        IReadOnlyList<string> finalizers = spec["finalizers"].Strings();
        if (!finalizers.Contains(Finalizer))
            spec["finalizers"] = finalizers.Append(Finalizer).ToJsonArray();
        resource["status"] = new JsonObject { ["phase"] = "Active" };
    }

    public override void PrepareForUpdate(JsonObject resource, JsonObject previous, string subresource)
    {
        if (subresource != "finalize")
            resource.SetOrRemove("spec", previous["spec"]);
        if (subresource != "status")
            resource.SetOrRemove("status", previous["status"]);
    }

    public override void PrepareForDelete(JsonObject resource, DateTimeOffset now) => resource.Ensure("status")["phase"] = "Terminating";

    public override IEnumerable<FieldError> Validate(JsonObject resource, JsonObject? previous)
    {
        string phase = resource.Text("status", "phase") ?? string.Empty, wanted = resource.At("metadata", "deletionTimestamp") is null ? "Active" : "Terminating";
        if (phase.Length > 0 && phase != wanted)
            yield return FieldError.Invalid("status.Phase", JsonValue.Create(phase), $"must be '{wanted}'");
        foreach ((string finalizer, int index) in resource.At("spec", "finalizers").Strings().Select((finalizer, index) => (finalizer, index)))
        {
            if (finalizer != Finalizer && (!finalizer.Contains('/', StringComparison.Ordinal) || NameRules.LabelKey(finalizer).Count > 0))
                yield return FieldError.Invalid($"spec.finalizers[{index}]", JsonValue.Create(finalizer), "name is neither a standard finalizer name nor is it fully qualified");
        }
    }

    public override bool MayBeRemoved(JsonObject resource) => resource.At("spec", "finalizers") is not JsonArray { Count: > 0 };
}
