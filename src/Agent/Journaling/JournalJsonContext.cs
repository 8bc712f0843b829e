using System.Text.Json.Serialization;

namespace ElementalProvider.Agent.Journaling;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(Journal))]
internal sealed partial class JournalJsonContext : JsonSerializerContext;
