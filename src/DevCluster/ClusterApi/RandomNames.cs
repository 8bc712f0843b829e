using System.Security.Cryptography;

namespace ElementalProvider.DevCluster.ClusterApi;

/// <summary>Names with a random end, as Kubernetes makes them.</summary>
internal static class RandomNames
{
    /// <summary>No vowels and nothing that looks like something else, so that no word comes out.</summary>
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>The name with a dash and five letters.</summary>
    public static string After(string name) => $"{name}-{RandomNumberGenerator.GetString(Alphabet, 5)}";
}
