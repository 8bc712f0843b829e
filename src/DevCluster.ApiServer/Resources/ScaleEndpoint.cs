using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Admission;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>The scale subresource: an autoscaling/v1 view of one number of an object.</summary>
internal sealed class ScaleEndpoint(ResourceReader reader, ResourceWriter writer, IAdmission admission)
{
    public JsonObject Get(ResourceTarget target) => View(reader.Get(target), target.Definition);

    /// <summary>Changes the number through <paramref name="change"/>, which gets the current view and returns the wanted one.</summary>
    public async ValueTask<JsonObject> UpdateAsync(ResourceTarget target, Func<JsonObject, JsonObject> change, WriteOptions options, CancellationToken cancellationToken)
    {
        ResourceTarget whole = target with { Subresource = string.Empty };
        StoredObject stored = await writer.PatchAdmittedAsync(
            whole,
            async resource =>
            {
                JsonObject previous = View(resource, target.Definition);
                JsonObject wanted = await AdmitAsync(target, change(previous.DeepClone().AsObject()), previous, options, cancellationToken);
                long replicas = wanted.At("spec", "replicas").Whole() ?? 0;
                if (replicas < 0)
                    throw ApiErrors.Invalid("autoscaling", "Scale", target.Name, [FieldError.Invalid("spec.replicas", JsonValue.Create(replicas), "must be greater than or equal to 0")]);
                resource.Object("metadata")!.SetOrRemove("resourceVersion", wanted.At("metadata", "resourceVersion"));
                SetReplicas(resource, target.Definition, replicas);
                return resource;
            },
            options with { OwnedThrough = Subresource.Scale },
            cancellationToken);
        return View(stored, target.Definition);
    }

    /// <summary>Applies a view: the number becomes the manager's.</summary>
    public async ValueTask<JsonObject> ApplyAsync(ResourceTarget target, DecodedBody view, WriteOptions options, CancellationToken cancellationToken)
    {
        if (view.Root.Text("kind") != "Scale" || view.Root.Text("apiVersion") != "autoscaling/v1")
            throw ApiErrors.BadRequest("invalid object type: expected autoscaling/v1, Kind=Scale");
        ResourceDefinition definition = target.Definition;
        var configuration = new JsonObject { ["apiVersion"] = definition.ApiVersion, ["kind"] = definition.Kind, ["metadata"] = view.Root["metadata"]?.DeepClone() };
        if (view.Root.At("spec", "replicas") is { } replicas)
            SetReplicas(configuration, definition, replicas.DeepClone());
        _ = reader.Get(target);
        (StoredObject stored, _) = await writer.ApplyAsync(
            target with { Subresource = string.Empty }, view with { Root = configuration }, options with { OwnedThrough = Subresource.Scale }, cancellationToken);
        return View(stored, definition);
    }

    private async ValueTask<JsonObject> AdmitAsync(ResourceTarget target, JsonObject wanted, JsonObject previous, WriteOptions options, CancellationToken cancellationToken)
    {
        AdmissionQuestion request = await admission.MutateAsync(AdmissionQuestion.Update(target, wanted, previous, options), cancellationToken);
        await admission.ValidateAsync(request, cancellationToken);
        return request.Object!;
    }

    private static void SetReplicas(JsonObject resource, ResourceDefinition definition, JsonNode replicas)
    {
        string[] path = definition.Scale!.SpecReplicasPath.Split('.');
        path[..^1].Aggregate(resource, (parent, name) => parent.Ensure(name))[path[^1]] = replicas;
    }

    private static JsonObject View(StoredObject stored, ResourceDefinition definition) => View(stored.Parse(), definition);

    private static JsonObject View(JsonObject resource, ResourceDefinition definition)
    {
        ScaleSubresource scale = definition.Scale!;
        JsonObject metadata = [];
        foreach (string name in (string[])["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
            metadata.SetOrRemove(name, resource.At("metadata", name));
        var status = new JsonObject { ["replicas"] = resource.At(scale.StatusReplicasPath.Split('.')).Whole() ?? 0 };
        if (scale.LabelSelectorPath is { } selector && resource.Text(selector.Split('.')) is { } text)
            status["selector"] = text;
        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = resource.At(scale.SpecReplicasPath.Split('.')).Whole() ?? 0 },
            ["status"] = status,
        };
    }
}
