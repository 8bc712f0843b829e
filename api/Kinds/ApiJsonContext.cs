using System.Text.Json.Serialization;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Meta.Json;

[assembly: KindJson(typeof(ElementalProvider.Api.ApiJsonContext))]

namespace ElementalProvider.Api;

/// <summary>Source-generated JSON of every kind in this assembly, in the API server's spelling.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(Rfc3339TimeConverter), typeof(Rfc3339DateTimeConverter)])]
[JsonSerializable(typeof(ElementalCluster))]
[JsonSerializable(typeof(ElementalClusterTemplate))]
[JsonSerializable(typeof(ElementalMachine))]
[JsonSerializable(typeof(ElementalMachineTemplate))]
[JsonSerializable(typeof(ElementalHost))]
[JsonSerializable(typeof(ElementalRegistration))]
[JsonSerializable(typeof(IReadOnlyList<DetachedHost>))]
[JsonSerializable(typeof(Cluster))]
[JsonSerializable(typeof(Machine))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
