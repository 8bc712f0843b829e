using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>Webhooks that the API server asks before it stores something (admissionregistration.k8s.io/v1).</summary>
[KubernetesEntity(Group = "admissionregistration.k8s.io", ApiVersion = "v1", Kind = KubeKind, PluralName = "validatingwebhookconfigurations")]
internal sealed record WebhookConfiguration : IKubernetesObject<V1ObjectMeta>
{
    public const string KubeKind = "ValidatingWebhookConfiguration";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = "admissionregistration.k8s.io/v1";

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = null!;

    /// <summary>The webhooks, as the server takes them.</summary>
    public required JsonArray Webhooks { get; init; }
}
