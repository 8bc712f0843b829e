namespace ElementalProvider.DevCluster.ApiServer.Cel;

/// <summary>An expression could not be evaluated with the values it was given: a missing key, an overflow, a value of another type.</summary>
internal sealed class CelException(string message) : Exception(message)
{
    public static CelException NoSuchOverload(string function) => new($"no such overload: {function}");

    public static CelException NoSuchKey(string key) => new($"no such key: {key}");

    public static CelException Overflow() => new("integer overflow");
}
