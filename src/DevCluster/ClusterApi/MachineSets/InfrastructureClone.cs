using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.DevCluster.ClusterApi.Model;

namespace ElementalProvider.DevCluster.ClusterApi.MachineSets;

/// <summary>Makes the infrastructure of a new Machine from its template.</summary>
internal static class InfrastructureClone
{
    /// <summary>
    /// The clone: it has the name of the Machine (M8), says what it was cloned from, and belongs to the set until the Machine, which does not
    /// exist yet, takes it over. Providers must be able to wait for that (T13).
    /// </summary>
    public static ElementalMachine Of(ElementalMachineTemplate template, Machine machine, MachineSet set)
    {
        ElementalMachineTemplateResource? source = template.Spec?.Template;
        return new ElementalMachine
        {
            Metadata = new V1ObjectMeta
            {
                Name = machine.Metadata.Name,
                NamespaceProperty = machine.Metadata.NamespaceProperty,
                Labels = ObjectEdits.Merge(source?.Metadata?.Labels, machine.Metadata.Labels),
                Annotations = ObjectEdits.Merge(
                    ObjectEdits.Merge(source?.Metadata?.Annotations, machine.Metadata.Annotations),
                    new Dictionary<string, string>
                    {
                        [CapiNames.ClonedFromNameAnnotation] = template.Metadata.Name!,
                        [CapiNames.ClonedFromGroupKindAnnotation] = $"ElementalMachineTemplate.{ElementalGroup.Name}",
                    }),
                OwnerReferences = [set.AsOwner(controller: false)],
            },
            Spec = source?.Spec ?? new ElementalMachineSpec(),
        };
    }
}
