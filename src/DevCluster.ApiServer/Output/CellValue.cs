using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.ApiServer.Output;

/// <summary>Computes a table cell from an object.</summary>
/// <param name="item">The object.</param>
/// <param name="now">Now, for ages.</param>
internal delegate JsonNode? CellValue(JsonObject item, DateTimeOffset now);
