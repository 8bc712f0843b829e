using System.Security.Cryptography;
using System.Text;

namespace ElementalProvider.DevCluster.ClusterApi;

/// <summary>Names as label values, which are shorter than names may be.</summary>
internal static class LabelText
{
    private const int Longest = 63;

    /// <summary>The name, or its hash where it is too long for a label (O2 of the contract: never parse labels for names).</summary>
    public static string Of(string name) =>
        name.Length <= Longest ? name : "hash_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16] + "_z";
}
