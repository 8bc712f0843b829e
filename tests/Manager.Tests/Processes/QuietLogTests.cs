using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Manager.Tests.Support;
using ElementalProvider.Testing.Time;
using ElementalProvider.Tokens;
using Grpc.Core;
using Grpc.Net.Client;

namespace ElementalProvider.Manager.Tests.Processes;

/// <summary>What peers do is no reason for the manager to complain.</summary>
public sealed partial class QuietLogTests(DefinedKindsFixture api) : IClassFixture<DefinedKindsFixture>, IDisposable
{
    private const int Streams = 200;
    private const int Strangers = 100;
    private const int MostLines = 10;

    private readonly List<Socket> _sockets = [];

    [Fact]
    public async Task Two_hundred_streams_that_break_at_once_leave_a_handful_of_lines_and_no_stack_trace()
    {
        await using RunningManager manager = await RunningManager.StartAsync(api);
        using KubernetesClient client = api.NewClient();
        string namespaceName = await api.CreateNamespaceAsync();
        RegistrationEndpoint endpoint = await Registering.RegistrationAsync(client, namespaceName, manager);
        List<GrpcChannel> channels = [];
        for (int i = 0; i < Streams; i++)
            channels.Add(await ConnectAsync(manager, namespaceName, endpoint, $"m-{i}"));
        await Eventually.TrueAsync(async () => await StreamsAsync(manager) == Streams, () => manager.Program.Output);
        int before = Lines(manager).Length;

        foreach (Socket socket in _sockets)
            Reset(socket);
        for (int i = 0; i < Strangers; i++)
            await StrangeAsync(manager, says: i % 2 == 0 ? "GET / HTTP/1.1\r\n\r\n" : "");
        await Eventually.TrueAsync(async () => await StreamsAsync(manager) == 0, () => manager.Program.Output);
        await manager.Program.TerminateAsync();
        Assert.Equal(0, await manager.Program.ExitCodeAsync());

        string[] lines = Lines(manager)[before..];
        Assert.True(lines.Length <= MostLines, string.Join('\n', lines));
        Assert.DoesNotContain(lines, line => Bad().IsMatch(line));
        foreach (GrpcChannel channel in channels)
            channel.Dispose();
    }

    [Fact]
    public async Task What_no_agent_would_send_leaves_no_error_and_no_stack_trace()
    {
        await using RunningManager manager = await RunningManager.StartAsync(api);
        using KubernetesClient client = api.NewClient();
        RegistrationEndpoint endpoint = await Registering.RegistrationAsync(client, await api.CreateNamespaceAsync(), manager);
        using HttpClient http = new(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = Registering.Trust(endpoint.CaCert!) } });
        int before = Lines(manager).Length;

        await SendAsync(http, manager, [0, 0, 0, 0, 1, 0xff]);
        await SendAsync(http, manager, [2, 0, 0, 0, 0]);
        await SendAsync(http, manager, [0, 0xff, 0xff, 0xff, 0xff]);
        await SendAsync(http, manager, [0, 0, 0, 0, 0], "no-base64-bin", "!");
        await SendAsync(http, manager, [0, 0, 0, 0, 0], "no!key", "value");
        await manager.Program.TerminateAsync();
        Assert.Equal(0, await manager.Program.ExitCodeAsync());

        string[] lines = Lines(manager)[before..];
        Assert.True(lines.Length <= MostLines, string.Join('\n', lines));
        Assert.DoesNotContain(lines, line => Bad().IsMatch(line));
    }

    public void Dispose()
    {
        foreach (Socket socket in _sockets)
            socket.Dispose();
    }

    private async Task<GrpcChannel> ConnectAsync(RunningManager manager, string namespaceName, RegistrationEndpoint endpoint, string name)
    {
        GrpcChannel channel = Registering.Trusting(manager.AgentUrl, endpoint.CaCert!, async (context, cancellationToken) =>
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            _sockets.Add(socket);
            return new NetworkStream(socket);
        });
        AgentService.AgentServiceClient agents = new(channel);
        string key = Es256Key.GeneratePrivatePem();
        Assert.True(Es256Key.TryGetPublicPem(key, out string? publicKey));
        Metadata headers = Registering.Headers(name, namespaceName, endpoint, key);
        await agents.RegisterHostAsync(new RegisterHostRequest { Name = name, PublicKey = publicKey }, headers);
        AsyncDuplexStreamingCall<HostReport, HostDirective> stream = agents.Connect(headers);
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        return channel;
    }

    private static async Task SendAsync(HttpClient http, RunningManager manager, byte[] body, string header = "x", string value = "x")
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(manager.AgentUrl, "/elemental.agent.v1.AgentService/GetRegistration"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
            Headers = { TE = { new TransferCodingWithQualityHeaderValue("trailers") } },
        };
        request.Headers.TryAddWithoutValidation(header, value);
        using HttpResponseMessage response = await http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        string status = Assert.Single(response.TrailingHeaders.Concat(response.Headers), pair => pair.Key == "grpc-status").Value.Single();
        Assert.NotEqual("0", status);
    }

    private static async Task StrangeAsync(RunningManager manager, string says)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(manager.AgentUrl.Host, manager.AgentUrl.Port);
        if (says.Length > 0)
            await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(says));
        Reset(socket);
    }

    // Closed with nothing lingering, a socket sends a reset, as a network does that was cut off behind a firewall.
    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    private static async Task<int> StreamsAsync(RunningManager manager)
    {
        using HttpResponseMessage answer = await manager.GetMetricsAsync("/metrics");
        Match match = Gauge().Match(await answer.Content.ReadAsStringAsync());
        return match.Success ? int.Parse(match.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture) : -1;
    }

    private static string[] Lines(RunningManager manager) =>
        manager.Program.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"^elemental_gateway_streams(\{[^}]*\})? (?<count>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Gauge();

    // Level and exception of an entry, and the lines of a stack trace.
    [GeneratedRegex("\"@l\":\"(Error|Fatal)\"|\"@x\":|^at ", RegexOptions.ExplicitCapture)]
    private static partial Regex Bad();
}
