using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace ElementalProvider.LoadGenerator.Strangers;

/// <summary>
/// Connections that hold on without ever finishing a TLS handshake, many a second: by turns one says nothing, one says a single byte, and one says
/// its first message and then nothing.
/// </summary>
/// <param name="target">Where they go.</param>
/// <param name="addresses">From how many addresses they come, where the target is a loopback address; everywhere else there is but one.</param>
/// <param name="clock">The time.</param>
internal sealed class Attack(Uri target, int addresses, TimeProvider clock)
{
    private const int Ways = 3;
    private const int FirstAddress = 2;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    private int _connections;
    private int _dropped;
    private int _held;
    private int _mostHeld;

    /// <summary>Connections that were made.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Those that the server has ended.</summary>
    public int Dropped => Volatile.Read(ref _dropped);

    /// <summary>The most that were open at a time.</summary>
    public int MostHeld => Volatile.Read(ref _mostHeld);

    /// <summary>Goes on until it is stopped.</summary>
    /// <param name="perSecond">Connections a second.</param>
    /// <param name="stop">Ends it, and every connection of it.</param>
    public async Task RunAsync(int perSecond, CancellationToken stop)
    {
        IPAddress server = (await Dns.GetHostAddressesAsync(target.DnsSafeHost, stop))[0];
        List<Task> all = [];
        long start = clock.GetTimestamp();
        using PeriodicTimer timer = new(Beat, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                int due = (int)(clock.GetElapsedTime(start).TotalSeconds * perSecond);
                while (all.Count < due)
                {
                    int number = all.Count;
                    all.Add(HoldOnAsync(server, number, stop));
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Task.WhenAll(all);
        }
    }

    private async Task HoldOnAsync(IPAddress server, int number, CancellationToken stop)
    {
        bool isHeld = false;
        using Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (IPAddress.IsLoopback(server) && server.AddressFamily == AddressFamily.InterNetwork)
                socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(FirstAddress + (number / Ways % addresses))]), 0));
            await socket.ConnectAsync(new IPEndPoint(server, target.Port), stop);
            Interlocked.Increment(ref _connections);
            isHeld = true;
            InterlockedMax(ref _mostHeld, Interlocked.Increment(ref _held));
            await using DeafStream stream = new(socket);
            await SayAsync(stream, number % Ways, stop);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // Whether the server has had enough or the attack is over: it is seen below.
        }

        if (isHeld)
            Interlocked.Decrement(ref _held);
        if (isHeld && !stop.IsCancellationRequested)
            Interlocked.Increment(ref _dropped);
    }

    private static async Task SayAsync(DeafStream stream, int way, CancellationToken stop)
    {
        byte[] one = [22];
        if (way == 2)
        {
            await using SslStream tls = new(stream, leaveInnerStreamOpen: true);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, stop);
        }
        else if (way == 1)
        {
            await stream.WriteAsync(one, stop);
        }

        // It returns when the server has hung up.
        _ = await stream.ReadAtLeastAsync(one, one.Length, throwOnEndOfStream: false, stop);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
        {
            if (Interlocked.CompareExchange(ref most, value, seen) == seen)
                return;
        }
    }
}
