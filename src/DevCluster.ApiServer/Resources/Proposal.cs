using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.FieldManagement;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>What a request makes of a stored object, and who owns its fields then.</summary>
internal readonly record struct Proposal(JsonObject Next, FieldUpdate Ownership);
