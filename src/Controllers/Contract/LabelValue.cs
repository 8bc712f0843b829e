using System.Security.Cryptography;
using System.Text;

namespace ElementalProvider.Controllers.Contract;

/// <summary>Fits object names, which may have 253 characters, into label values, which may have 63.</summary>
internal static class LabelValue
{
    private const int MaxLength = 63;
    private const int HashLength = 10;

    /// <summary>The name, or its beginning and a hash where it is too long. Only for people and selectors: never read back.</summary>
    public static string Of(string name)
    {
        if (name.Length <= MaxLength)
            return name;

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashLength];
        return $"{name[..(MaxLength - HashLength - 1)]}-{hash}";
    }
}
