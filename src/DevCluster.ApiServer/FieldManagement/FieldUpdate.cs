namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>Ownership after a write.</summary>
/// <param name="Before">Who owned what before.</param>
/// <param name="After">Who owns what now.</param>
internal readonly record struct FieldUpdate(ManagedFields Before, ManagedFields After);
