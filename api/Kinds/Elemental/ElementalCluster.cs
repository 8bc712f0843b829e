using System.ComponentModel.DataAnnotations;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>The infrastructure of one CAPI Cluster: the machines exist already, so all there is to know is the control plane endpoint.</summary>
[CustomResource(ShortNames = ["ecluster"])]
[PrinterColumn("Cluster", """.metadata.ownerReferences[?(@.kind=="Cluster")].name""", Description = "Cluster that owns this ElementalCluster")]
[PrinterColumn("Endpoint", ".spec.controlPlaneEndpoint.host", Description = "Host of the control plane endpoint")]
[PrinterColumn("Port", ".spec.controlPlaneEndpoint.port", Type = "integer", Description = "Port of the control plane endpoint")]
[PrinterColumn("Provisioned", ".status.initialization.provisioned", Type = "boolean", Description = "Whether machines may be created")]
[PrinterColumn("Ready", """.status.conditions[?(@.type=="Ready")].status""", Description = "Whether the cluster infrastructure is ready")]
[PrinterColumn("Reason", """.status.conditions[?(@.type=="Ready")].reason""", Description = "Why it is ready or not", Priority = 1)]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date", Description = "Time since creation")]
[KubernetesEntity(Group = ElementalGroup.Name, ApiVersion = ElementalGroup.Version, Kind = ElementalCluster.KubeKind, PluralName = "elementalclusters")]
public sealed record ElementalCluster : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Name of the kind.</summary>
    public const string KubeKind = "ElementalCluster";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = ElementalGroup.ApiVersion;

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = null!;

    /// <summary>What is wanted.</summary>
    public ElementalClusterSpec? Spec { get; init; }

    /// <summary>What is observed.</summary>
    public ElementalClusterStatus? Status { get; init; }
}

/// <summary>What is wanted of the infrastructure of a cluster.</summary>
public sealed record ElementalClusterSpec
{
    /// <summary>
    /// Where the API server of the cluster answers: a virtual IP, a load balancer or the one control plane host. Taken from the Cluster where
    /// it is not set here.
    /// </summary>
    public ApiEndpoint? ControlPlaneEndpoint { get; init; }
}

/// <summary>What is observed of the infrastructure of a cluster.</summary>
public sealed record ElementalClusterStatus
{
    /// <summary>Set once machines may be created; never taken back (C1 of the CAPI contract).</summary>
    public Initialization? Initialization { get; init; }

    /// <summary>The same as initialization.provisioned, for contract v1beta1.</summary>
    public bool? Ready { get; init; }

    /// <summary>Conditions: CAPIClusterReady, ControlPlaneEndpointReady, Paused, and Ready as their summary.</summary>
    [ListMapKey("type")]
    [MaxLength(32)]
    public IReadOnlyList<Condition>? Conditions { get; init; }
}

/// <summary>Host and port of an API server.</summary>
public sealed record ApiEndpoint
{
    /// <summary>Host name or IP address.</summary>
    [MaxLength(512)]
    public string? Host { get; init; }

    /// <summary>TCP port.</summary>
    [Range(0, 65535)]
    public int? Port { get; init; }

    /// <summary>Whether both parts are given.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsValid => !string.IsNullOrEmpty(Host) && Port is > 0;
}
