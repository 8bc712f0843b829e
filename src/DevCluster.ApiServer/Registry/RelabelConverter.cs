using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>Conversion strategy None of custom resource definitions: only the apiVersion differs, and unknown fields are dropped.</summary>
internal sealed class RelabelConverter(string served, string stored, StructuralSchema storedSchema, SchemaPruner pruner) : VersionConverter
{
    public override void FromStorage(JsonObject resource) => resource["apiVersion"] = served;

    public override void ToStorage(JsonObject resource)
    {
        resource["apiVersion"] = stored;
        pruner.Prune(resource, storedSchema);
    }
}
