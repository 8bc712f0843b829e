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
                string[] path = target.Definition.Scale!.SpecReplicasPath.Split('.');
                path[..^1].Aggregate(resource, (parent, name) => parent.Ensure(name))[path[^1]] = replicas;
                return resource;
            },
            options,
            cancellationToken);
        return View(stored, target.Definition);
    }

    private async ValueTask<JsonObject> AdmitAsync(ResourceTarget target, JsonObject wanted, JsonObject previous, WriteOptions options, CancellationToken cancellationToken)
    {
        AdmissionRequest request = await admission.MutateAsync(AdmissionRequest.Update(target, wanted, previous, options), cancellationToken);
        await admission.ValidateAsync(request, cancellationToken);
        return request.Object!;
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
