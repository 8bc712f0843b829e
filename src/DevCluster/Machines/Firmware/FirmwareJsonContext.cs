using System.Text.Json.Serialization;
using ElementalProvider.Api.Meta.Json;

namespace ElementalProvider.DevCluster.Machines.Firmware;

// What was asked for is in a slot as well, as deep as it was written.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = JsonDepth.OfEnvelope)]
[JsonSerializable(typeof(SlotFile))]
[JsonSerializable(typeof(BootMarkFile))]
internal sealed partial class FirmwareJsonContext : JsonSerializerContext;
