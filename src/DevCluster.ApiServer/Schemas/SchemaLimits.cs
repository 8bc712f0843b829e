namespace ElementalProvider.DevCluster.ApiServer.Schemas;

/// <summary>The numeric limits of a schema.</summary>
internal sealed record SchemaLimits
{
    public static readonly SchemaLimits None = new();

    public double? Minimum { get; init; }

    public bool ExclusiveMinimum { get; init; }

    public double? Maximum { get; init; }

    public bool ExclusiveMaximum { get; init; }

    public double? MultipleOf { get; init; }

    public long? MinLength { get; init; }

    public long? MaxLength { get; init; }

    public long? MinItems { get; init; }

    public long? MaxItems { get; init; }

    public long? MinProperties { get; init; }

    public long? MaxProperties { get; init; }
}
