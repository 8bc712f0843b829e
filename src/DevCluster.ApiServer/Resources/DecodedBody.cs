using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>A request body.</summary>
/// <param name="Root">The object.</param>
/// <param name="Duplicates">Paths of members that came more than once.</param>
internal sealed record DecodedBody(JsonObject Root, IReadOnlyList<string> Duplicates);
