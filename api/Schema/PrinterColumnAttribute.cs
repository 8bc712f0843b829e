namespace ElementalProvider.Api.Schema;

/// <summary>A column of <c>kubectl get</c>, in the order of declaration.</summary>
/// <param name="name">Heading.</param>
/// <param name="jsonPath">Where the value is.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PrinterColumnAttribute(string name, string jsonPath) : Attribute
{
    /// <summary>Heading.</summary>
    public string Name { get; } = name;

    /// <summary>Where the value is.</summary>
    public string JsonPath { get; } = jsonPath;

    /// <summary>OpenAPI type of the value: <c>string</c>, <c>integer</c>, <c>date</c> …</summary>
    public string Type { get; init; } = "string";

    /// <summary>What the column shows.</summary>
    public string? Description { get; init; }

    /// <summary>0 is always shown, 1 only by <c>-o wide</c>.</summary>
    public int Priority { get; init; }
}
