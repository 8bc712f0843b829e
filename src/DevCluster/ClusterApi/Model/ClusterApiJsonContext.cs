using System.Text.Json.Serialization;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Meta.Json;

[assembly: KindJson(typeof(ElementalProvider.DevCluster.ClusterApi.Model.ClusterApiJsonContext))]

namespace ElementalProvider.DevCluster.ClusterApi.Model;

/// <summary>Source-generated JSON of the kinds that only the development cluster knows.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(Rfc3339TimeConverter), typeof(Rfc3339DateTimeConverter)])]
[JsonSerializable(typeof(MachineSet))]
[JsonSerializable(typeof(MachineDeployment))]
[JsonSerializable(typeof(MachineSpec))]
internal sealed partial class ClusterApiJsonContext : JsonSerializerContext;
