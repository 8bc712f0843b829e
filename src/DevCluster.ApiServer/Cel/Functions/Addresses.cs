using System.Net;
using System.Net.Sockets;
using ElementalProvider.DevCluster.ApiServer.Cel.Values;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>IP addresses and networks.</summary>
internal static class Addresses
{
    public static IEnumerable<Overload> All =>
    [
        Overload.Of("isIP(string): bool", a => CelAddress.Parse((string)a[0]!) is not null),
        Overload.Of("::ip(string): net.IP", a => Ip((string)a[0]!)),
        Overload.Of("::ip.isCanonical(string): bool", a => Ip((string)a[0]!).ToString() == (string)a[0]!),
        Overload.Of("net.IP.family(): int", a => ((IPAddress)a[0]!).AddressFamily == AddressFamily.InterNetwork ? 4L : 6L),
        Overload.Of("net.IP.isUnspecified(): bool", a => CelAddress.IsUnspecified((IPAddress)a[0]!)),
        Overload.Of("net.IP.isLoopback(): bool", a => IPAddress.IsLoopback((IPAddress)a[0]!)),
        Overload.Of("net.IP.isLinkLocalMulticast(): bool", a => CelAddress.IsLinkLocalMulticast((IPAddress)a[0]!)),
        Overload.Of("net.IP.isLinkLocalUnicast(): bool", a => CelAddress.IsLinkLocalUnicast((IPAddress)a[0]!)),
        Overload.Of("net.IP.isGlobalUnicast(): bool", a => CelAddress.IsGlobalUnicast((IPAddress)a[0]!)),
        Overload.Of("isCIDR(string): bool", a => CelCidr.Parse((string)a[0]!) is not null),
        Overload.Of("::cidr(string): net.CIDR", a => Cidr((string)a[0]!)),
        Overload.Of("net.CIDR.ip(): net.IP", a => ((CelCidr)a[0]!).Address),
        Overload.Of("net.CIDR.prefixLength(): int", a => (long)((CelCidr)a[0]!).PrefixLength),
        Overload.Of("net.CIDR.masked(): net.CIDR", a => ((CelCidr)a[0]!).Masked()),
        Overload.Of("net.CIDR.containsIP(net.IP): bool", a => ((CelCidr)a[0]!).Contains((IPAddress)a[1]!)),
        Overload.Of("net.CIDR.containsIP(string): bool", a => ((CelCidr)a[0]!).Contains(Ip((string)a[1]!))),
        Overload.Of("net.CIDR.containsCIDR(net.CIDR): bool", a => ((CelCidr)a[0]!).Contains((CelCidr)a[1]!)),
        Overload.Of("net.CIDR.containsCIDR(string): bool", a => ((CelCidr)a[0]!).Contains(Cidr((string)a[1]!))),
    ];

    private static IPAddress Ip(string text) => CelAddress.Parse(text) ?? throw new CelException($"IP Address \"{text}\" parse error during conversion from string: unable to parse IP");

    private static CelCidr Cidr(string text) => CelCidr.Parse(text) ?? throw new CelException($"network address parse error during conversion from string: \"{text}\" is no CIDR");
}
