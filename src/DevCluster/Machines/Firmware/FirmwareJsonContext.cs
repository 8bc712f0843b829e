using System.Text.Json.Serialization;

namespace ElementalProvider.DevCluster.Machines.Firmware;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SlotFile))]
[JsonSerializable(typeof(BootMarkFile))]
internal sealed partial class FirmwareJsonContext : JsonSerializerContext;
