using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.DevCluster.ClusterApi.Model;

/// <summary>What machines are made of.</summary>
internal sealed record MachineTemplate
{
    /// <summary>Labels and annotations of the machines.</summary>
    public TemplateMeta? Metadata { get; init; }

    /// <summary>What is wanted of each machine; its infrastructureRef names a template.</summary>
    public required MachineSpec Spec { get; init; }
}
