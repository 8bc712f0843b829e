using System.Text.Json;
using ElementalProvider.Operations;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>OS versions that people ask for.</summary>
internal static class Versions
{
    private static readonly JsonElement[] All = [Parse("v1"), Parse("v2"), Parse("v3")];
    private static readonly string[] Hashes = [.. All.Select(HostOperations.HashOf)];

    /// <summary>One of them; null for none.</summary>
    public static JsonElement? Get(int number) => number % (All.Length + 1) is > 0 and var version ? All[version - 1] : null;

    public static string HashOf(JsonElement version) => Hashes[Array.FindIndex(All, known => JsonElement.DeepEquals(known, version))];

    /// <summary>The number of one of them.</summary>
    public static int NumberOf(JsonElement version) => 1 + Array.FindIndex(All, known => JsonElement.DeepEquals(known, version));

    private static JsonElement Parse(string version)
    {
        using JsonDocument document = JsonDocument.Parse($$"""{"osVersion":"{{version}}"}""");
        return document.RootElement.Clone();
    }
}
