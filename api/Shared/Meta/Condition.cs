using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ElementalProvider.Api.Meta.Json;

namespace ElementalProvider.Api.Meta;

/// <summary>One observed aspect of an object's state (metav1.Condition).</summary>
public sealed record Condition
{
    /// <summary>Type of the condition in CamelCase.</summary>
    [JsonConverter(typeof(PooledStringConverter))]
    public required string Type { get; init; }

    /// <summary>Status of the condition: <c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    [AllowedValues(ConditionStatus.True, ConditionStatus.False, ConditionStatus.Unknown)]
    [JsonConverter(typeof(PooledStringConverter))]
    public required string Status { get; init; }

    /// <summary>The metadata.generation that the condition was set upon.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>When the status last changed.</summary>
    public DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>Programmatic identifier of the cause, in CamelCase.</summary>
    [JsonConverter(typeof(PooledStringConverter))]
    public required string Reason { get; init; }

    /// <summary>Details for a person; may be empty.</summary>
    public string Message
    {
        get;
        // Source-generated JSON sets null where the field is not sent.
        init => field = value ?? "";
    } = "";
}
