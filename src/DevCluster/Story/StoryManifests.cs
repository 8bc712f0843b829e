using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.DevCluster.ClusterApi.Model;
using ElementalProvider.DevCluster.Setup;

namespace ElementalProvider.DevCluster.Story;

/// <summary>The objects of the story's cluster.</summary>
internal static class StoryManifests
{
    public const string ClusterName = "story";
    public const string ControlPlane = "story-control-plane";
    public const string Workers = "story-workers";

    public static Cluster Cluster() => new()
    {
        Metadata = Meta(ClusterName),
        Spec = new ClusterSpec
        {
            InfrastructureRef = new ContractReference { ApiGroup = ElementalGroup.Name, Kind = "ElementalCluster", Name = ClusterName },
        },
    };

    public static ElementalCluster Infrastructure(int port) => new()
    {
        Metadata = Meta(ClusterName),
        Spec = new ElementalClusterSpec { ControlPlaneEndpoint = new ApiEndpoint { Host = "127.0.0.1", Port = port } },
    };

    public static ElementalMachineTemplate Template(string name) => new()
    {
        Metadata = Meta(name),
        Spec = new ElementalMachineTemplateSpec { Template = new ElementalMachineTemplateResource { Spec = new ElementalMachineSpec() } },
    };

    public static MachineDeployment Deployment(string name, int replicas)
    {
        Dictionary<string, string> selected = new() { ["deployment"] = name };
        Dictionary<string, string> labels = new(selected);
        if (name == ControlPlane)
            labels[ClusterApiGroup.ControlPlaneLabel] = "";

        return new MachineDeployment
        {
            Metadata = Meta(name),
            Spec = new MachineDeploymentSpec
            {
                ClusterName = ClusterName,
                Replicas = replicas,
                Selector = new V1LabelSelector { MatchLabels = selected },
                Template = new MachineTemplate
                {
                    Metadata = new TemplateMeta { Labels = labels },
                    Spec = new MachineSpec
                    {
                        ClusterName = ClusterName,
                        Version = "v1.36.1",
                        Bootstrap = new MachineBootstrap(),
                        InfrastructureRef = new ContractReference { ApiGroup = ElementalGroup.Name, Kind = "ElementalMachineTemplate", Name = name },
                    },
                },
            },
        };
    }

    private static V1ObjectMeta Meta(string name) => new() { Name = name, NamespaceProperty = DevEnvironment.Namespace };
}
