using System.Collections.Frozen;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>All functions and operators that expressions may use, by name.</summary>
internal static class FunctionLibrary
{
    private static readonly FrozenDictionary<string, Overload[]> Functions = new[]
    {
        Operators.All, Conversions.All, Texts.All, Patterns.All, Times.All, Lists.All, Optionals.All, Quantities.All, Urls.All, Addresses.All, Formats.All,
    }
    .SelectMany(overloads => overloads)
    .GroupBy(overload => overload.Name, StringComparer.Ordinal)
    .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    public static IReadOnlyList<Overload> Find(string name) => Functions.GetValueOrDefault(name, []);
}
