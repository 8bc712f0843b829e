namespace ElementalProvider.DevCluster.ApiServer.Cel.Values;

/// <summary>A type as a value: what type() returns.</summary>
internal sealed record CelTypeName(string Name);
