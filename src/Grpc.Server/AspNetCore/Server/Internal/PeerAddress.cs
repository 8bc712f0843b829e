using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The address of a client in gRPC's notation (grpc/doc/naming.md).</summary>
internal static class PeerAddress
{
    public static string Format(ConnectionInfo connection) => connection.RemoteIpAddress switch
    {
        null => "unknown",
        { AddressFamily: AddressFamily.InterNetwork } address => $"ipv4:{new IPEndPoint(address, connection.RemotePort)}",
        { } address => $"ipv6:{new IPEndPoint(address, connection.RemotePort)}",
    };
}
