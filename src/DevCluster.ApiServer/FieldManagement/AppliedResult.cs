using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>What an apply leads to.</summary>
/// <param name="Merged">The object with the configuration in it.</param>
/// <param name="Owners">Who owns what then.</param>
/// <param name="Conflicts">What stands in the way; the rest holds only if there is nothing.</param>
internal sealed record AppliedResult(JsonObject Merged, ManagedFields Owners, IReadOnlyList<FieldConflict> Conflicts);
