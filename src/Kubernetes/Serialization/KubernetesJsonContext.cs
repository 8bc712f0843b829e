using System.Text.Json.Serialization;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Meta.Json;
using ElementalProvider.Kubernetes.Core;

namespace ElementalProvider.Kubernetes.Serialization;

/// <summary>JSON shapes of the core kinds and of what the API server says about itself.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNameCaseInsensitive = false,
    Converters = [typeof(Rfc3339TimeConverter)])]
[JsonSerializable(typeof(Secret))]
[JsonSerializable(typeof(ConfigMap))]
[JsonSerializable(typeof(Namespace))]
[JsonSerializable(typeof(ServiceAccount))]
[JsonSerializable(typeof(Node))]
[JsonSerializable(typeof(Lease))]
[JsonSerializable(typeof(CoreEvent))]
[JsonSerializable(typeof(CustomResourceDefinition))]
[JsonSerializable(typeof(Status))]
[JsonSerializable(typeof(ListMeta))]
[JsonSerializable(typeof(ScaleDocument))]
[JsonSerializable(typeof(DeleteDocument))]
internal sealed partial class KubernetesJsonContext : JsonSerializerContext;
