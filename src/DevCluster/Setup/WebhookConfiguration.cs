using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>Webhooks that the API server asks before it stores something (admissionregistration.k8s.io/v1).</summary>
internal sealed record WebhookConfiguration : IKubernetesObject<WebhookConfiguration>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new(
        "admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", Namespaced: false);

    /// <inheritdoc/>
    public static JsonTypeInfo<WebhookConfiguration> JsonTypeInfo => SetupJsonContext.Default.WebhookConfiguration;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>The webhooks, as the server takes them.</summary>
    public required JsonArray Webhooks { get; init; }

    /// <inheritdoc/>
    public WebhookConfiguration WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
