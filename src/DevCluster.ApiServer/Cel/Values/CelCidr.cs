using System.Globalization;
using System.Net;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Values;

/// <summary>An address with a prefix length; bits after the prefix are kept.</summary>
internal sealed record CelCidr(IPAddress Address, int PrefixLength)
{
    /// <summary>The same network without bits after the prefix.</summary>
    public CelCidr Masked()
    {
        byte[] bytes = Address.GetAddressBytes();
        for (int bit = PrefixLength; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return this with { Address = new IPAddress(bytes) };
    }

    public bool Contains(IPAddress address) =>
        address.AddressFamily == Address.AddressFamily && new CelCidr(address, PrefixLength).Masked().Address.Equals(Masked().Address);

    public bool Contains(CelCidr other) => other.PrefixLength >= PrefixLength && Contains(other.Address);

    public static CelCidr? Parse(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || CelAddress.Parse(text[..slash]) is not { } address)
            return null;
        string digits = text[(slash + 1)..];
        bool isPrefix = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int length) && (digits.Length == 1 || digits[0] != '0');
        return isPrefix && length <= address.GetAddressBytes().Length * 8 ? new CelCidr(address, length) : null;
    }

    public override string ToString() => $"{Address}/{PrefixLength}";
}
