using System.Net;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Values;

/// <summary>Which type a value has. Values are those of .NET where it has them, and lists are any IReadOnlyList of them.</summary>
internal static class CelTypeNames
{
    public static string Of(object? value) => value switch
    {
        null => "null_type",
        bool => "bool",
        long => "int",
        ulong => "uint",
        double => "double",
        string => "string",
        byte[] => "bytes",
        TimeSpan => "google.protobuf.Duration",
        DateTimeOffset => "google.protobuf.Timestamp",
        IReadOnlyList<object?> => "list",
        CelMap => "map",
        CelTypeName => "type",
        CelOptional => "optional_type",
        CelQuantity => "kubernetes.Quantity",
        CelUrl => "kubernetes.URL",
        IPAddress => "net.IP",
        CelCidr => "net.CIDR",
        CelFormat => "kubernetes.NamedFormat",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "is not a value of the expression language"),
    };
}

/// <summary>A type as a value: what type() returns.</summary>
internal sealed record CelTypeName(string Name);
