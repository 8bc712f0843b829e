using System.Text.Json.Serialization;
using ElementalProvider.Api.Meta.Json;

namespace ElementalProvider.Admission.Reviews;

/// <summary>Source-generated JSON of reviews, in the API server's spelling.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = JsonDepth.OfEnvelope,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AdmissionReview))]
internal sealed partial class ReviewJsonContext : JsonSerializerContext;
