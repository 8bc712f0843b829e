using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>Pods: status has its own endpoint. Nothing schedules or runs them here; whoever makes them says how they are.</summary>
internal sealed class PodStrategy : ResourceStrategy
{
    public override void PrepareForCreate(JsonObject resource) => resource["status"] = new JsonObject { ["phase"] = "Pending" };

    public override void PrepareForUpdate(JsonObject resource, JsonObject previous, string subresource)
    {
        string kept = subresource == Subresource.Status ? "spec" : "status";
        resource.SetOrRemove(kept, previous[kept]);
    }
}
