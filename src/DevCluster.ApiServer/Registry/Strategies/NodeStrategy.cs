using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>Nodes: new ones are tainted, status has its own endpoint, and provider ID and ranges are set once.</summary>
internal sealed class NodeStrategy : ResourceStrategy
{
    /// <summary>Where a node says how much of what it has.</summary>
    internal static readonly string[] ResourceLists = ["capacity", "allocatable"];

    private static readonly string[] NodeInfoFields =
        ["machineID", "systemUUID", "bootID", "kernelVersion", "osImage", "containerRuntimeVersion", "kubeletVersion", "kubeProxyVersion", "operatingSystem", "architecture"];

    public override void Complete(JsonObject resource)
    {
        CompleteRanges(resource.Ensure("spec"));
        JsonObject status = resource.Ensure("status");
        foreach (string name in ResourceLists)
        {
            foreach ((string key, JsonNode? amount) in status.Object(name)?.ToArray() ?? [])
            {
                if (amount.IsNumber())
                    status[name]![key] = amount!.ToJsonString();
            }
        }

        // What there is can be had, where the kubelet says nothing else.
        if (status["allocatable"] is null)
            status.SetOrRemove("allocatable", status["capacity"]);
    }

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
        foreach (FieldError error in NodeRules.Taints(resource.Array("spec", "taints")).Concat(NodeRules.Amounts(resource["status"])).Concat(NodeRules.Ranges(resource, previous)))
            yield return error;
        if (previous is null)
            yield break;
        if (!resource.At("spec", "externalID").SameAs(previous.At("spec", "externalID")))
            yield return FieldError.Forbidden("spec.externalID", "may not be updated");
        foreach (FieldError error in NodeRules.Addresses(resource.Array("status", "addresses")))
            yield return error;
    }

    /// <summary>The older field is the first entry of the newer one, and the older one wins.</summary>
    private static void CompleteRanges(JsonObject spec)
    {
        string first = spec["podCIDRs"].Strings().FirstOrDefault(string.Empty), only = spec.Text("podCIDR") ?? string.Empty;
        if (only.Length > 0 && only != first)
            spec["podCIDRs"] = new JsonArray(only);
        else if (only.Length == 0 && first.Length > 0)
            spec["podCIDR"] = first;
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
