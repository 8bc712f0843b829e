using System.Net;
using System.Net.Sockets;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>Finds ports for programs that must be told theirs.</summary>
internal static class FreePort
{
    /// <summary>Ports on loopback that nobody listens on now; they differ from each other.</summary>
    public static int[] Take(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        try
        {
            foreach (TcpListener listener in listeners)
                listener.Start();
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (TcpListener listener in listeners)
                listener.Dispose();
        }
    }
}
