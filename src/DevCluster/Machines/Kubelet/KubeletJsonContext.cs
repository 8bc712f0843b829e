using System.Text.Json.Serialization;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Meta.Json;

[assembly: KindJson(typeof(ElementalProvider.DevCluster.Machines.Kubelet.KubeletJsonContext))]

namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>Source-generated JSON of the kinds that simulated kubelets make.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(Rfc3339TimeConverter), typeof(Rfc3339DateTimeConverter)])]
[JsonSerializable(typeof(Pod))]
[JsonSerializable(typeof(CertificateSigningRequest))]
internal sealed partial class KubeletJsonContext : JsonSerializerContext;
