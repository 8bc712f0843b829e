using System.Net.Sockets;
using System.Text.Json;

namespace ElementalProvider.DevCluster.Control;

/// <summary>Talks to the development cluster that runs in a state folder.</summary>
internal static class ControlClient
{
    /// <summary>Asks for something.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="request">What.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DevClusterException">Nothing runs there, or it refuses.</exception>
    public static async Task<ControlAnswer> AskAsync(string state, ControlRequest request, CancellationToken cancellationToken)
    {
        ControlAnswer answer = await TryAskAsync(state, request, cancellationToken)
            ?? throw new DevClusterException($"No development cluster runs in {Path.GetFullPath(state)}; start one with elemental-dev up, or name its folder with --state.");
        return answer.Problem is { } problem ? throw new DevClusterException(problem) : answer;
    }

    /// <summary>Asks for something.</summary>
    /// <returns>Null where nothing runs there.</returns>
    public static async Task<ControlAnswer?> TryAskAsync(string state, ControlRequest request, CancellationToken cancellationToken)
    {
        string socket = Path.Join(Path.GetFullPath(state), ControlServer.SocketName);
        if (!File.Exists(socket))
            return null;

        using HttpClient client = new(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancelled) =>
            {
                Socket connection = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancelled);
                return new NetworkStream(connection, ownsSocket: true);
            },
        });
        try
        {
            using ByteArrayContent content = new(JsonSerializer.SerializeToUtf8Bytes(request, ControlJsonContext.Default.ControlRequest));
            using HttpResponseMessage answer = await client.PostAsync(new Uri("http://elemental-dev/"), content, cancellationToken);
            await using Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, ControlJsonContext.Default.ControlAnswer, cancellationToken);
        }
        catch (HttpRequestException)
        {
            // The socket of a cluster that was killed.
            return null;
        }
    }
}
