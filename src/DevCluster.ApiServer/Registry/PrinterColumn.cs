using ElementalProvider.DevCluster.ApiServer.Output;

namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>A column of the table form of a resource.</summary>
internal sealed record PrinterColumn
{
    public static readonly PrinterColumn CreationAge = new()
    {
        Name = "Age",
        Type = "date",
        Description = "CreationTimestamp is a timestamp representing the server time when this object was created.",
        Path = JsonPathExpression.Parse(".metadata.creationTimestamp"),
    };

    /// <summary>The first column of every table but those that place it themselves.</summary>
    public static readonly PrinterColumn ObjectName = new()
    {
        Name = "Name",
        Format = "name",
        Description = "Name must be unique within a namespace.",
        Path = JsonPathExpression.Parse(".metadata.name"),
    };

    public required string Name { get; init; }

    /// <summary>OpenAPI type: string, integer, number, boolean or date.</summary>
    public string Type { get; init; } = "string";

    public string Format { get; init; } = string.Empty;

    public string Description { get; init; } = string.Empty;

    /// <summary>0 is always shown, more only in wide output.</summary>
    public long Priority { get; init; }

    /// <summary>Where the value is.</summary>
    public JsonPathExpression? Path { get; init; }

    /// <summary>Computes the value where no path can name it.</summary>
    public CellValue? Value { get; init; }
}
