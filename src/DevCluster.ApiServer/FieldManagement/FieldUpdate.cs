namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>Ownership after a write.</summary>
/// <param name="Before">Who owned what before.</param>
/// <param name="After">Who owns what now.</param>
internal sealed record FieldUpdate(ManagedFields Before, ManagedFields After)
{
    /// <summary>Whether anything but times differs.</summary>
    public bool ChangesOwners { get; } = !Before.SameOwnersAs(After);
}
