using System.Text.Json.Serialization;
using ElementalProvider.Api.Meta.Json;

namespace ElementalProvider.Api.Meta;

/// <summary>
/// Standard object metadata (metav1.ObjectMeta). <c>managedFields</c> is left out on purpose: it is a third of an object's size and no
/// controller reads it, so it is dropped while decoding.
/// </summary>
public sealed record ObjectMeta
{
    /// <summary>Name, unique within its namespace and kind.</summary>
    public string? Name { get; init; }

    /// <summary>Prefix from which the server makes a unique name when <see cref="Name"/> is not set.</summary>
    public string? GenerateName { get; init; }

    /// <summary>Namespace, not set for cluster-scoped objects.</summary>
    [JsonConverter(typeof(PooledStringConverter))]
    public string? Namespace { get; init; }

    /// <summary>Identity of this very object; a deleted and recreated name gets another one.</summary>
    public string? Uid { get; init; }

    /// <summary>Opaque version of the object for optimistic concurrency and watches.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Counts the changes of the desired state (spec).</summary>
    public long? Generation { get; init; }

    /// <summary>When the server created the object.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>When deletion was asked for; the object stays until its finalizers are gone.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Seconds granted to a graceful deletion.</summary>
    public long? DeletionGracePeriodSeconds { get; init; }

    /// <summary>Labels: identifying, selectable key-value pairs.</summary>
    [JsonConverter(typeof(PooledKeyMapConverter))]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Annotations: key-value pairs that are not selectable.</summary>
    [JsonConverter(typeof(PooledKeyMapConverter))]
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Objects this one belongs to; garbage collection follows these.</summary>
    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }

    /// <summary>Names of those who must act before the object may go.</summary>
    public IReadOnlyList<string>? Finalizers { get; init; }
}
