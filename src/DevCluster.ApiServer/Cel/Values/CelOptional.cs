namespace ElementalProvider.DevCluster.ApiServer.Cel.Values;

/// <summary>A value that may not be there.</summary>
internal sealed record CelOptional
{
    public static readonly CelOptional None = new() { HasValue = false };

    public bool HasValue { get; private init; }

    public object? Value { get; private init; }

    public static CelOptional Of(object? value) => new() { HasValue = true, Value = value };
}
