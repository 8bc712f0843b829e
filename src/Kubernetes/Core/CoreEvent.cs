using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Meta.Json;
using ElementalProvider.Kubernetes.Serialization;

namespace ElementalProvider.Kubernetes.Core;

/// <summary>Something worth telling happened to an object (core/v1 Event).</summary>
public sealed record CoreEvent : IKubernetesObject<CoreEvent>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new("", "v1", "Event", "events");

    /// <inheritdoc/>
    public static JsonTypeInfo<CoreEvent> JsonTypeInfo => KubernetesJsonContext.Default.CoreEvent;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>The object it is about.</summary>
    public ObjectReference? InvolvedObject { get; init; }

    /// <summary>Machine-readable reason in CamelCase.</summary>
    public string? Reason { get; init; }

    /// <summary>One sentence for a person.</summary>
    public string? Message { get; init; }

    /// <summary>Who says so.</summary>
    public EventSource? Source { get; init; }

    /// <summary>When it first happened.</summary>
    public DateTimeOffset? FirstTimestamp { get; init; }

    /// <summary>When it last happened.</summary>
    public DateTimeOffset? LastTimestamp { get; init; }

    /// <summary>How often it happened.</summary>
    public int? Count { get; init; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string? Type { get; init; }

    /// <summary>When it was first observed.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>What was done, where it applies.</summary>
    public string? Action { get; init; }

    /// <summary>Name of the controller that reports.</summary>
    public string? ReportingComponent { get; init; }

    /// <summary>Which instance of the controller reports.</summary>
    public string? ReportingInstance { get; init; }

    /// <inheritdoc/>
    public CoreEvent WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
