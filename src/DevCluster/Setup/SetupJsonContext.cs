using System.Text.Json.Serialization;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Meta.Json;

[assembly: KindJson(typeof(ElementalProvider.DevCluster.Setup.SetupJsonContext))]

namespace ElementalProvider.DevCluster.Setup;

/// <summary>Source-generated JSON of the kinds that only the setup of a management cluster knows.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(Rfc3339TimeConverter), typeof(Rfc3339DateTimeConverter)])]
[JsonSerializable(typeof(WebhookConfiguration))]
internal sealed partial class SetupJsonContext : JsonSerializerContext;
