using System.Text.Json.Serialization;

namespace ElementalProvider.Agent.Plugins.Dummy.Slots;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(OsImage))]
[JsonSerializable(typeof(BootMark))]
internal sealed partial class SlotJsonContext : JsonSerializerContext;
