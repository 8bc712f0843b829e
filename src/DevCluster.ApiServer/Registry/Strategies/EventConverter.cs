using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>Core events as events.k8s.io/v1 and back.</summary>
internal sealed class EventConverter : VersionConverter
{
    private static readonly (string Stored, string Served)[] Names =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("reportingComponent", "reportingController"), ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"), ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"),
    ];

    public override void FromStorage(JsonObject resource)
    {
        resource["apiVersion"] = "events.k8s.io/v1";
        foreach ((string stored, string served) in Names)
            Rename(resource, stored, served);
        // The newer form leaves out what is empty.
        foreach (string text in (string[])["reportingController", "reportingInstance"])
        {
            if (resource.Text(text) is { Length: 0 })
                resource.Remove(text);
        }
    }

    public override void ToStorage(JsonObject resource)
    {
        resource["apiVersion"] = "v1";
        foreach ((string stored, string served) in Names)
            Rename(resource, served, stored);
    }

    private static void Rename(JsonObject resource, string from, string to)
    {
        if (!resource.Remove(from, out JsonNode? value))
            return;
        resource[to] = value;
    }
}
