using System.Security.Cryptography;

namespace ElementalProvider.DevCluster.ClusterApi.Bootstrap;

/// <summary>Makes bootstrap tokens.</summary>
internal static class BootstrapToken
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A new token in kubeadm's form: six characters that may be known, sixteen that may not.</summary>
    public static string New() => $"{RandomNumberGenerator.GetString(Alphabet, 6)}.{RandomNumberGenerator.GetString(Alphabet, 16)}";
}
