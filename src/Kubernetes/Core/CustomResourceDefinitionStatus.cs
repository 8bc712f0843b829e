using ElementalProvider.Api.Meta;

namespace ElementalProvider.Kubernetes.Core;

/// <summary>What is observed of a custom resource definition.</summary>
public sealed record CustomResourceDefinitionStatus
{
    /// <summary>Such as <c>Established</c> and <c>NamesAccepted</c>.</summary>
    public IReadOnlyList<Condition>? Conditions { get; init; }

    /// <summary>Versions that objects were ever stored in.</summary>
    public IReadOnlyList<string>? StoredVersions { get; init; }
}
