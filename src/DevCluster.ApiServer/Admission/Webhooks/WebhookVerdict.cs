using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>What became of asking a webhook.</summary>
internal sealed record WebhookVerdict
{
    /// <summary>It could not be asked, and may be passed over.</summary>
    public static readonly WebhookVerdict PassedOver = new();

    /// <summary>Why the request fails; null where it goes on.</summary>
    public ApiStatus? Refusal { get; init; }

    /// <summary>For the client, whatever the verdict.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>JSON patch operations for the object as the webhook saw it.</summary>
    public JsonArray Patch { get; init; } = [];
}
