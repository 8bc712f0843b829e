using System.Net;
using System.Net.WebSockets;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Resources;
using Microsoft.AspNetCore.Http;

namespace ElementalProvider.DevCluster.ApiServer.PortForward;

/// <summary>The portforward subresource of pods, in the form that clients prefer: SPDY/3.1 within a WebSocket.</summary>
/// <param name="reader">Finds the pod.</param>
/// <param name="endpointOf">Where the ports of pods are; null where no pod has any.</param>
/// <param name="stopping">Ends all connections when the server stops.</param>
internal sealed class PortForwarder(ResourceReader reader, Func<PodPort, IPEndPoint?>? endpointOf, CancellationToken stopping)
{
    private const string Protocol = "SPDY/3.1+portforward.k8s.io";

    /// <exception cref="ApiStatusException">There is no such pod, or the client speaks another protocol.</exception>
    public async Task ServeAsync(HttpContext context, ResourceTarget target)
    {
        reader.Get(target with { Subresource = string.Empty });
        if (WebSocketUpgrade.Of(context, Protocol) is not { } upgrade)
            throw ApiErrors.BadRequest($"unable to upgrade: this server forwards ports over WebSockets with the protocol {Protocol} only");

        using WebSocket socket = await upgrade.AcceptAsync();
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await using WebSocketStream stream = WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: false);
        using SpdyWire wire = new(stream);
        PortForwardSession session = new(wire, port => endpointOf?.Invoke(new PodPort(target.Namespace!, target.Name, port)));
        try
        {
            await session.RunAsync(ending.Token);
        }
        catch (Exception problem) when (problem is IOException or WebSocketException or InvalidDataException or OperationCanceledException)
        {
            // The client has gone or talks nonsense, or the server stops: in each case there is nobody to tell.
            return;
        }
    }
}
