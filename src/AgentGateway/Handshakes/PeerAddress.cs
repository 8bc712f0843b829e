using System.Net;
using System.Net.Sockets;

namespace ElementalProvider.AgentGateway.Handshakes;

/// <summary>Whose connections are counted together: one IPv4 address, or the 64 bits of an IPv6 address that a network is given at least.</summary>
/// <param name="Network">The address, its other bits zero.</param>
internal readonly record struct PeerAddress(IPAddress Network)
{
    private const int NetworkBytes = 8;

    /// <summary>Whom an endpoint is counted with.</summary>
    /// <param name="peer">The other end of a connection; what has no IP address is all counted together.</param>
    public static PeerAddress Of(EndPoint? peer)
    {
        IPAddress address = (peer as IPEndPoint)?.Address ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return new PeerAddress(address.MapToIPv4());
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return new PeerAddress(address);

        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new PeerAddress(new IPAddress(bytes));
    }
}
