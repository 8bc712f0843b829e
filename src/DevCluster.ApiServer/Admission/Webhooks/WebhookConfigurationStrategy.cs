using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>Webhook configurations: checked in full, so that every stored one can be called.</summary>
internal sealed class WebhookConfigurationStrategy : ResourceStrategy
{
    public override bool TracksGeneration => true;

    public override void PrepareForCreate(JsonObject resource) => resource.Object("metadata")!["generation"] = 1L;

    public override void PrepareForUpdate(JsonObject resource, JsonObject previous, string subresource)
    {
        long generation = previous.At("metadata", "generation").Whole() ?? 1;
        resource.Object("metadata")!["generation"] = resource["webhooks"].SameAs(previous["webhooks"]) ? generation : generation + 1;
    }

    public override IEnumerable<FieldError> Validate(JsonObject resource, JsonObject? previous) => WebhookConfigurationRules.Validate(resource);
}
