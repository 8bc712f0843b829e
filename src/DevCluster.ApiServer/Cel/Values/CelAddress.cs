using System.Net;
using System.Net.Sockets;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Values;

/// <summary>Reads IP addresses as strictly as the reference server: no zone, no leading zeros, no IPv4 inside IPv6.</summary>
internal static class CelAddress
{
    public static IPAddress? Parse(string text)
    {
        bool isFour = text.Contains('.', StringComparison.Ordinal);
        if (text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal) || !IPAddress.TryParse(text, out IPAddress? address))
            return null;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.IsIPv4MappedToIPv6 ? null : address;
        return isFour && address.ToString() == text ? address : null;
    }

    public static bool IsLinkLocalMulticast(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? bytes is [224, 0, 0, _] : bytes[0] == 0xFF && (bytes[1] & 0x0F) == 0x02;
    }

    public static bool IsLinkLocalUnicast(IPAddress address) => address.GetAddressBytes() is [169, 254, _, _] || address.IsIPv6LinkLocal;

    public static bool IsGlobalUnicast(IPAddress address) =>
        !IsUnspecified(address) && !IPAddress.IsLoopback(address) && !IsMulticast(address) && !IsLinkLocalUnicast(address) && !address.Equals(IPAddress.Broadcast);

    public static bool IsUnspecified(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static bool IsMulticast(IPAddress address) => address.IsIPv6Multicast || (address.GetAddressBytes() is [>= 224 and <= 239, _, _, _]);
}
