using ElementalProvider.Api.ClusterApi;

namespace ElementalProvider.DevCluster.ClusterApi.MachineSets;

/// <summary>Which machines of a set go first.</summary>
internal static class MachineDeletionOrder
{
    public const string Newest = "Newest";
    public const string Oldest = "Oldest";

    /// <summary>
    /// The machines, the first to go first: those that go already, those a user marked, those without a node (nothing runs there), then by the
    /// order of the set. Random, Cluster API's default, is by name, as it is there for machines of equal priority.
    /// </summary>
    public static IReadOnlyList<Machine> Sort(IEnumerable<Machine> machines, string? order) =>
    [
        .. machines
            .OrderBy(Rank)
            .ThenBy(machine => AgeKey(machine, order))
            .ThenBy(machine => machine.Metadata.Name, StringComparer.Ordinal),
    ];

    private static int Rank(Machine machine) => machine switch
    {
        _ when machine.IsDeleting() => 0,
        _ when machine.Metadata.Annotations?.ContainsKey(CapiNames.DeleteMachineAnnotation) ?? false => 1,
        _ when machine.Status?.NodeRef is null => 2,
        _ => 3,
    };

    private static long AgeKey(Machine machine, string? order)
    {
        long created = (machine.Metadata.CreationTimestamp ?? DateTimeOffset.UnixEpoch).UtcTicks;
        return order switch
        {
            Newest => -created,
            Oldest => created,
            _ => 0,
        };
    }
}
