namespace ElementalProvider.DevCluster.ApiServer.Cel.Values;

/// <summary>A named format of strings.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Validate">Says what is wrong with a text; nothing where it is fine.</param>
internal sealed record CelFormat(string Name, Func<string, IReadOnlyList<string>> Validate);
