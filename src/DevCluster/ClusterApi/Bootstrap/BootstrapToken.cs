using System.Security.Cryptography;
using ElementalProvider.DevCluster.ApiServer;

namespace ElementalProvider.DevCluster.ClusterApi.Bootstrap;

/// <summary>Bootstrap tokens, in kubeadm's form.</summary>
internal static class BootstrapToken
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    private const int IdLength = 6;

    /// <summary>A new token in kubeadm's form: six characters that may be known, sixteen that may not.</summary>
    public static string New() => $"{RandomNumberGenerator.GetString(Alphabet, IdLength)}.{RandomNumberGenerator.GetString(Alphabet, 16)}";

    /// <summary>Who the bearer of a token is, in the groups that kubeadm gives the tokens it makes.</summary>
    public static DevApiServerUser UserOf(string token) =>
        new($"system:bootstrap:{token[..IdLength]}", ["system:bootstrappers", "system:bootstrappers:kubeadm:default-node-token"]);
}
