using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>Nodes: new ones are tainted, status has its own endpoint, and the provider ID is set once.</summary>
internal sealed class NodeStrategy : ResourceStrategy
{
    private static readonly string[] NodeInfoFields =
        ["machineID", "systemUUID", "bootID", "kernelVersion", "osImage", "containerRuntimeVersion", "kubeletVersion", "kubeProxyVersion", "operatingSystem", "architecture"];

    public override void PrepareForCreate(JsonObject resource)
    {
        JsonObject spec = resource.Ensure("spec");
        var taint = new JsonObject { ["key"] = "node.kubernetes.io/not-ready", ["effect"] = "NoSchedule" };
        if (spec["taints"] is JsonArray taints)
            taints.Add((JsonNode)taint);
        else
            spec["taints"] = new JsonArray(taint);
        FillStatus(resource);
    }

    public override void PrepareForUpdate(JsonObject resource, JsonObject previous, string subresource)
    {
        if (subresource == "status")
            resource.SetOrRemove("spec", previous["spec"]);
        else
            resource.SetOrRemove("status", previous["status"]);
        FillStatus(resource);
    }

    public override IEnumerable<FieldError> Validate(JsonObject resource, JsonObject? previous)
    {
        string? before = previous.Text("spec", "providerID");
        if (!string.IsNullOrEmpty(before) && before != resource.Text("spec", "providerID"))
            yield return FieldError.Forbidden("spec.providerID", "node updates may not change providerID except from \"\" to valid");
    }

    /// <summary>These structures are never left out of a node.</summary>
    private static void FillStatus(JsonObject resource)
    {
        resource.Ensure("spec");
        JsonObject status = resource.Ensure("status");
        JsonObject endpoint = status.Ensure("daemonEndpoints").Ensure("kubeletEndpoint");
        endpoint.TryAdd("Port", JsonValue.Create(0L));
        JsonObject info = status.Ensure("nodeInfo");
        foreach (string field in NodeInfoFields)
            info.TryAdd(field, JsonValue.Create(string.Empty));
    }
}
