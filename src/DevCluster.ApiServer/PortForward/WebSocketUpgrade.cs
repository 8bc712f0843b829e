using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ElementalProvider.DevCluster.ApiServer.PortForward;

/// <summary>Turns a request into a WebSocket (RFC 6455). The platform's own way refuses names of protocols that have a slash, as those of Kubernetes have.</summary>
internal sealed class WebSocketUpgrade
{
    private const string Salt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private readonly HttpContext _context;
    private readonly IHttpUpgradeFeature _upgrade;
    private readonly string _protocol;

    private WebSocketUpgrade(HttpContext context, IHttpUpgradeFeature upgrade, string protocol) => (_context, _upgrade, _protocol) = (context, upgrade, protocol);

    /// <summary>What a request asks for; null where it asks for no WebSocket, or for one with other protocols.</summary>
    public static WebSocketUpgrade? Of(HttpContext context, string protocol)
    {
        IHeaderDictionary headers = context.Request.Headers;
        bool asks = headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase)
            && headers.SecWebSocketVersion == "13"
            && headers.SecWebSocketKey.Count == 1
            && headers.GetCommaSeparatedValues("Sec-WebSocket-Protocol").Contains(protocol);
        return asks && context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade ? new WebSocketUpgrade(context, upgrade, protocol) : null;
    }

    /// <summary>Accepts it.</summary>
    public async Task<WebSocket> AcceptAsync()
    {
        IHeaderDictionary headers = _context.Response.Headers;
        headers.Connection = "Upgrade";
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = Answer(_context.Request.Headers.SecWebSocketKey.ToString());
        headers.SecWebSocketProtocol = _protocol;
        return WebSocket.CreateFromStream(await _upgrade.UpgradeAsync(), new WebSocketCreationOptions { IsServer = true });
    }

    [SuppressMessage("Security", "CA5350", Justification = "The protocol has it so; it proves that the request was understood, and nothing else.")]
    private static string Answer(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Salt)));
}
