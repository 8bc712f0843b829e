namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>What one manager owns.</summary>
/// <param name="Fields">The fields.</param>
/// <param name="ApiVersion">The version in which they were written.</param>
/// <param name="Time">When that was, as metadata writes it; null where it is not known.</param>
internal sealed record OwnedFields(FieldSet Fields, string ApiVersion, string? Time);
