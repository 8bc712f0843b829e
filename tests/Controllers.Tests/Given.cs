using System.Text.Json;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Controllers.Tests;

/// <summary>Objects as they look in the middle of an ordinary life; tests change what they are about.</summary>
internal static class Given
{
    public const string Namespace = "lab";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static V1ObjectMeta Meta(string name) => new()
    {
        Name = name, NamespaceProperty = Namespace, Uid = $"uid-of-{name}", Generation = 3, ResourceVersion = "1", CreationTimestamp = Now.UtcDateTime,
    };

    public static Cluster Cluster(bool infrastructureProvisioned = true, bool controlPlaneInitialized = true, bool? paused = null) => new()
    {
        Metadata = Meta("c1"),
        Spec = new ClusterSpec { Paused = paused },
        Status = new ClusterStatus
        {
            Initialization = new ClusterInitialization
            {
                InfrastructureProvisioned = infrastructureProvisioned, ControlPlaneInitialized = controlPlaneInitialized,
            },
        },
    };

    public static Machine Owner(string? dataSecretName = "m1-bootstrap", bool controlPlane = false) => new()
    {
        Metadata = Meta("m1") with
        {
            Labels = controlPlane ? new Dictionary<string, string> { [ClusterApiGroup.ControlPlaneLabel] = "" } : null,
        },
        Spec = new MachineSpec
        {
            ClusterName = "c1",
            Bootstrap = new MachineBootstrap { DataSecretName = dataSecretName },
            InfrastructureRef = new ContractReference { ApiGroup = ElementalGroup.Name, Kind = "ElementalMachine", Name = "em1" },
        },
    };

    /// <summary>An ElementalMachine with owner and finalizer, but without a host.</summary>
    public static ElementalMachine Machine(string name = "em1") => new()
    {
        Metadata = Meta(name) with
        {
            Finalizers = [Finalizers.Machine],
            OwnerReferences = [new V1OwnerReference { ApiVersion = ClusterApiGroup.ApiVersion, Kind = "Machine", Name = "m1", Uid = "uid-of-m1" }],
            Labels = new Dictionary<string, string> { [ClusterApiGroup.ClusterNameLabel] = "c1" },
        },
        Spec = new ElementalMachineSpec(),
    };

    /// <summary>A free, installed host.</summary>
    public static ElementalHost Host(string name = "h1", params (string Key, string Value)[] labels) => new()
    {
        Metadata = Meta(name) with
        {
            Finalizers = [Finalizers.Host],
            Labels = labels.Append((HostLabels.Installed, HostLabels.True)).DistinctBy(label => label.Item1).ToDictionary(),
        },
        Spec = new ElementalHostSpec(),
        Status = new ElementalHostStatus { Phase = HostPhase.Running },
    };

    /// <summary>The host with another condition.</summary>
    public static ElementalHost Saying(this ElementalHost host, string type, string status, string reason, string message = "") => host with
    {
        Status = (host.Status ?? new ElementalHostStatus()) with
        {
            Conditions = [.. host.Status?.Conditions ?? [], new Condition { Type = type, Status = status, Reason = reason, Message = message }],
        },
    };

    /// <summary>The host is known not to be there.</summary>
    public static ElementalHost Away(this ElementalHost host, string reason = Reasons.HostLost) =>
        host.Saying(ConditionTypes.Connected, ConditionStatus.False, reason, "no power");

    public static T Deleting<T>(this T resource)
        where T : class, IKubernetesObject<V1ObjectMeta> => resource.WithMetadata(resource.Metadata with { DeletionTimestamp = Now.UtcDateTime });

    public static T Annotated<T>(this T resource, string key, string value = "")
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        resource.WithMetadata(resource.Metadata with
        {
            Annotations = new Dictionary<string, string>(resource.Metadata.Annotations ?? new Dictionary<string, string>()) { [key] = value },
        });

    public static T Labelled<T>(this T resource, string key, string value = "true")
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        resource.WithMetadata(resource.Metadata with
        {
            Labels = new Dictionary<string, string>(resource.Metadata.Labels ?? new Dictionary<string, string>()) { [key] = value },
        });

    public static T Unlabelled<T>(this T resource, string key)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        resource.WithMetadata(resource.Metadata with
        {
            Labels = resource.Metadata.Labels?.Where(label => label.Key != key).ToDictionary(),
        });

    public static T WithoutFinalizers<T>(this T resource)
        where T : class, IKubernetesObject<V1ObjectMeta> => resource.WithMetadata(resource.Metadata with { Finalizers = null });

    public static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
