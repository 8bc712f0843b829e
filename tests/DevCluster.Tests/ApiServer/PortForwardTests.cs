using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.DevCluster.ApiServer.PortForward;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

/// <summary>Ports of pods reach clients through the API server.</summary>
public sealed class PortForwardTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TcpListener _pod = new(IPAddress.Loopback, 0);
    private DevApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _pod.Start();
        _server = await DevApiServer.StartAsync(new DevApiServerOptions
        {
            Tokens = new Dictionary<string, DevApiServerUser> { ["admin"] = new("admin", ["system:masters"]), ["nobody"] = new("nobody", []) },
            PodEndpoint = port => port == new PodPort("default", "p", 2379) ? (IPEndPoint)_pod.LocalEndpoint : null,
        });
        using HttpClient client = _server.CreateClient("admin");
        using StringContent pod = new("""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c"}]}}""", Encoding.UTF8, "application/json");
        (await client.PostAsync(new Uri("api/v1/namespaces/default/pods", UriKind.Relative), pod)).EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _pod.Dispose();
    }

    [Fact]
    public async Task What_a_client_says_reaches_the_port_and_back_until_either_ends()
    {
        using Peer client = await Peer.ConnectAsync(_server, "admin");
        await client.OpenAsync(1, "error", 2379);
        await client.OpenAsync(3, "data", 2379);
        Assert.Equal((2, 1u), await client.NextControlAsync());
        Assert.Equal((2, 3u), await client.NextControlAsync());
        using TcpClient pod = await _pod.AcceptTcpClientAsync().WaitAsync(Patience);

        await client.SendAsync(3, "hello", isFinal: false);
        byte[] heard = new byte[5];
        await pod.GetStream().ReadExactlyAsync(heard);
        Assert.Equal("hello", Encoding.UTF8.GetString(heard));

        await pod.GetStream().WriteAsync("there"u8.ToArray());
        Assert.Equal((3u, "there", false), await client.NextDataAsync());

        await client.SendAsync(3, "", isFinal: true);
        Assert.Equal(0, await pod.GetStream().ReadAsync(heard));
        pod.Close();
        Assert.Equal((3u, "", true), await client.NextDataAsync());
        Assert.Equal((1u, "", true), await client.NextDataAsync());
    }

    [Fact]
    public async Task A_port_where_nothing_listens_is_named_on_the_stream_of_errors()
    {
        using Peer client = await Peer.ConnectAsync(_server, "admin");
        await client.OpenAsync(1, "error", 80);
        await client.OpenAsync(3, "data", 80);
        await client.NextControlAsync();
        await client.NextControlAsync();

        Assert.Equal((1u, "error forwarding port 80: nothing listens there", true), await client.NextDataAsync());
        Assert.Equal((3u, "", true), await client.NextDataAsync());
    }

    [Fact]
    public async Task A_ping_is_answered_as_it_came()
    {
        using Peer client = await Peer.ConnectAsync(_server, "admin");

        await client.WriteAsync(0x80030006, 0, [0, 0, 0, 7]);

        Assert.Equal((6, 7u), await client.NextControlAsync());
    }

    [Theory]
    [InlineData("nobody", "p", HttpStatusCode.Forbidden)]
    [InlineData("admin", "q", HttpStatusCode.NotFound)]
    public async Task Who_may_not_and_what_is_not_there_are_refused(string user, string pod, HttpStatusCode code)
    {
        HttpRequestException refusal = await Assert.ThrowsAsync<HttpRequestException>(() => Peer.ConnectAsync(_server, user, pod));

        Assert.Equal(code, refusal.StatusCode);
    }

    [Fact]
    public void Header_blocks_are_read_with_the_dictionary_of_the_protocol_and_with_what_came_before()
    {
        using SpdyHeaderReader reader = new();

        Dictionary<string, string> first = reader.Read(Convert.FromBase64String(
            "ePnjxqfCAiVvcDorKUpNzIUWJaypoICGFMtF4BxgZGxuCaQ5iyDRmAlK3owGOMpZFGcCAAAA//8="));
        Dictionary<string, string> second = reader.Read(Convert.FromBase64String("AqVqDAtAZVUiYfMBAAAA//8="));

        Assert.Equal(("error", "2379", "0", "publicprivate"), (first["streamtype"], first["port"], first["requestid"], first["accept-language"]));
        Assert.Equal(("data", "2379", "0"), (second["streamtype"], second["port"], second["requestid"]));
    }

    [Fact]
    public void A_header_block_that_is_none_is_refused()
    {
        using SpdyHeaderReader reader = new();

        Assert.ThrowsAny<IOException>(() => reader.Read([0x78, 0x01, 0x00, 0x04, 0x00, 0xFB, 0xFF, 0x00, 0x00, 0x00, 0x01]));
    }

    /// <summary>The other side of a connection.</summary>
    private sealed class Peer : IDisposable
    {
        private readonly TcpClient _connection = new();
        private readonly MemoryStream _deflated = new();
        private readonly ZLibStream _headers;
        private Stream _wire = Stream.Null;

        private Peer() => _headers = new ZLibStream(_deflated, CompressionLevel.Optimal);

        public static async Task<Peer> ConnectAsync(DevApiServer server, string token, string pod = "p")
        {
            Peer peer = new();
            await peer._connection.ConnectAsync(server.Address.Host, server.Address.Port);
            SslStream tls = new(peer._connection.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate?.Issuer == "CN=elemental-dev-ca");
            await tls.AuthenticateAsClientAsync("localhost").WaitAsync(Patience);
            await tls.WriteAsync(Encoding.ASCII.GetBytes(
                $"GET /api/v1/namespaces/default/pods/{pod}/portforward HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io\r\n\r\n"));
            string answer = "";
            byte[] letter = new byte[1];
            while (!answer.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                await tls.ReadExactlyAsync(letter).AsTask().WaitAsync(Patience);
                answer += (char)letter[0];
            }

            if (!answer.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal))
                throw new HttpRequestException(answer, null, (HttpStatusCode)int.Parse(answer.Split(' ')[1]));
            Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", answer, StringComparison.Ordinal);
            Assert.Contains("Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io", answer, StringComparison.Ordinal);
            peer._wire = WebSocketStream.Create(WebSocket.CreateFromStream(tls, new WebSocketCreationOptions { IsServer = false }), WebSocketMessageType.Binary);
            return peer;
        }

        public void Dispose()
        {
            _headers.Dispose();
            _connection.Dispose();
        }

        public Task OpenAsync(uint id, string type, int port)
        {
            foreach (string text in (string[])["streamtype", type, "port", $"{port}", "requestid", "0"])
            {
                if (text == "streamtype")
                    _headers.Write([0, 0, 0, 3]);
                _headers.Write([0, 0, 0, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)]);
            }

            _headers.Flush();
            byte[] block = _deflated.ToArray();
            _deflated.SetLength(0);
            byte[] ids = new byte[10];
            BinaryPrimitives.WriteUInt32BigEndian(ids, id);
            return WriteAsync(0x80030001, 0, [.. ids, .. block]);
        }

        public Task SendAsync(uint id, string text, bool isFinal) => WriteAsync(id, isFinal ? (byte)1 : (byte)0, Encoding.UTF8.GetBytes(text));

        public async Task WriteAsync(uint first, byte flags, byte[] payload)
        {
            byte[] header = new byte[8];
            BinaryPrimitives.WriteUInt32BigEndian(header, first);
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), payload.Length);
            header[4] = flags;
            await _wire.WriteAsync((byte[])[.. header, .. payload]);
        }

        public async Task<(int Type, uint Id)> NextControlAsync()
        {
            (uint first, _, byte[] payload) = await NextAsync();
            int type = (int)(first & 0xFFFF);

            // Readers of Go lose what they have when they look for more in vain: a block must end with an empty one.
            if (type == 2)
                Assert.Equal([0x00, 0x00, 0x00, 0xFF, 0xFF], payload[^5..]);
            return (type, BinaryPrimitives.ReadUInt32BigEndian(payload));
        }

        public async Task<(uint Id, string Text, bool IsFinal)> NextDataAsync()
        {
            (uint first, byte flags, byte[] payload) = await NextAsync();
            return (first, Encoding.UTF8.GetString(payload), flags == 1);
        }

        private async Task<(uint First, byte Flags, byte[] Payload)> NextAsync()
        {
            byte[] header = new byte[8];
            await _wire.ReadExactlyAsync(header).AsTask().WaitAsync(Patience);
            byte[] payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)) & 0xFFFFFF];
            await _wire.ReadExactlyAsync(payload).AsTask().WaitAsync(Patience);
            return (BinaryPrimitives.ReadUInt32BigEndian(header), header[4], payload);
        }
    }
}
