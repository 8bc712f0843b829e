namespace ElementalProvider.DevCluster.ApiServer.Wire;

/// <summary>A field of a protobuf message.</summary>
/// <param name="Name">Name of the JSON member.</param>
/// <param name="Shape">Whether it repeats.</param>
/// <param name="Type">Scalar type, or name of the message.</param>
internal sealed record WireField(string Name, WireShape Shape, string Type)
{
    /// <summary>Parses "member type", "member [] type" or "member map type".</summary>
    public static WireField Parse(string text) => text.Split(' ') switch
    {
        [var name, "[]", var type] => new WireField(name, WireShape.List, type),
        [var name, "map", var type] => new WireField(name, WireShape.Map, type),
        [var name, var type] => new WireField(name, WireShape.Single, type),
        _ => throw new FormatException($"'{text}' describes no field"),
    };
}

/// <summary>How values of a field repeat.</summary>
internal enum WireShape
{
    /// <summary>One value.</summary>
    Single,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map from strings.</summary>
    Map,
}
