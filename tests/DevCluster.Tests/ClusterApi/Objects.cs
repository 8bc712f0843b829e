using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.DevCluster.ClusterApi;
using ElementalProvider.DevCluster.ClusterApi.Model;

namespace ElementalProvider.DevCluster.Tests.ClusterApi;

/// <summary>Objects that tests begin with.</summary>
internal static class Objects
{
    public static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static Machine Machine(string name, bool running = true) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default", Uid = "uid-" + name, CreationTimestamp = Now.UtcDateTime, Finalizers = [CapiNames.MachineFinalizer] },
        Spec = new MachineSpec { ClusterName = "c1", Bootstrap = new MachineBootstrap() },
        Status = running
            ? new MachineStatus { NodeRef = new NodeReference { Name = name }, Conditions = [True(CapiConditions.Ready), True(CapiConditions.Available)] }
            : null,
    };

    public static MachineSet Set(string hash, int replicas, int? available = null) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = "md-" + hash,
            NamespaceProperty = "default",
            Uid = "uid-" + hash,
            Generation = 1,
            CreationTimestamp = Now.UtcDateTime,
            Labels = new Dictionary<string, string> { [CapiNames.TemplateHashLabel] = hash },
        },
        Spec = new MachineSetSpec { ClusterName = "c1", Replicas = replicas, Selector = new V1LabelSelector(), Template = Template() },
        Status = new MachineSetStatus { Replicas = replicas, AvailableReplicas = available ?? replicas, ObservedGeneration = 1 },
    };

    public static MachineDeployment Deployment(int replicas, string? maxSurge = null, string? maxUnavailable = null) => new()
    {
        Metadata = new V1ObjectMeta { Name = "md", NamespaceProperty = "default", Uid = "uid-md", Generation = 1, CreationTimestamp = Now.UtcDateTime },
        Spec = new MachineDeploymentSpec
        {
            ClusterName = "c1",
            Replicas = replicas,
            Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "md" } },
            Template = Template(),
            Rollout = new Rollout
            {
                Strategy = new RolloutStrategy
                {
                    RollingUpdate = new RollingUpdate { MaxSurge = Json(maxSurge), MaxUnavailable = Json(maxUnavailable) },
                },
            },
        },
    };

    public static MachineTemplate Template() => new()
    {
        Spec = new MachineSpec
        {
            ClusterName = "c1",
            Version = "v1.36.1",
            Bootstrap = new MachineBootstrap(),
            InfrastructureRef = new ContractReference { ApiGroup = ElementalGroup.Name, Kind = "ElementalMachineTemplate", Name = "t1" },
        },
    };

    public static Condition True(string type) => new() { Type = type, Status = ConditionStatus.True, Reason = type };

    public static T Deleting<T>(this T item)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        item.WithMetadata(item.Metadata with { DeletionTimestamp = Now.UtcDateTime });

    public static T Annotated<T>(this T item, string annotation)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        item.WithMetadata(item.Metadata with { Annotations = new Dictionary<string, string> { [annotation] = "" } });

    public static T Aged<T>(this T item, int seconds)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        item.WithMetadata(item.Metadata with { CreationTimestamp = Now.AddSeconds(-seconds).UtcDateTime });

    private static System.Text.Json.JsonElement? Json(string? text) =>
        text is null ? null : System.Text.Json.JsonElement.Parse(text);
}
