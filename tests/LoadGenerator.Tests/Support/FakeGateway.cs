using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.LoadGenerator.Agents;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.LoadGenerator.Tests.Support;

/// <summary>A gateway on loopback that notes what agents say and tells them what a test wants.</summary>
internal sealed class FakeGateway : AgentService.AgentServiceBase, IAsyncDisposable
{
    private WebApplication? _app;

    public ConcurrentQueue<(string Call, object Request, Metadata Headers)> Calls { get; } = new();

    /// <summary>Reports in the order in which they arrived.</summary>
    public Channel<HostReport> Reports { get; } = Channel.CreateUnbounded<HostReport>();

    /// <summary>What streams send; null ends the stream.</summary>
    public Channel<HostDirective?> Directives { get; } = Channel.CreateUnbounded<HostDirective?>();

    /// <summary>One item for each stream that ended.</summary>
    public Channel<bool> EndedStreams { get; } = Channel.CreateUnbounded<bool>();

    /// <summary>One item for each deletion that was asked for.</summary>
    public Channel<bool> Deletions { get; } = Channel.CreateUnbounded<bool>();

    /// <summary>Refusals to be answered before the next calls succeed.</summary>
    public ConcurrentQueue<StatusCode> Refusals { get; } = new();

    public AgentEndpoint Endpoint { get; private set; } = null!;

    public static async Task<FakeGateway> StartAsync()
    {
        FakeGateway gateway = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(gateway);
        gateway._app = builder.Build();
        gateway._app.MapGrpcService<FakeGateway>();
        await gateway._app.StartAsync();
        string address = gateway._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        gateway.Endpoint = new AgentEndpoint
        {
            RegistrationUri = new Uri(address + "/registrations/fleet"),
            Registration = "ns/fleet",
            RegistrationToken = "let-me-in",
        };
        return gateway;
    }

    public override Task<GetRegistrationResponse> GetRegistration(GetRegistrationRequest request, ServerCallContext context) =>
        Answer(nameof(GetRegistration), request, context, new GetRegistrationResponse());

    public override Task<RegisterHostResponse> RegisterHost(RegisterHostRequest request, ServerCallContext context) =>
        Answer(nameof(RegisterHost), request, context, new RegisterHostResponse { Created = true });

    public override Task<GetBootstrapResponse> GetBootstrap(GetBootstrapRequest request, ServerCallContext context) =>
        Answer(nameof(GetBootstrap), request, context, new GetBootstrapResponse { Format = "cloud-config" });

    public override async Task<DeleteHostResponse> DeleteHost(DeleteHostRequest request, ServerCallContext context)
    {
        DeleteHostResponse answer = await Answer(nameof(DeleteHost), request, context, new DeleteHostResponse());
        Deletions.Writer.TryWrite(true);
        return answer;
    }

    public override async Task Connect(
        IAsyncStreamReader<HostReport> requestStream, IServerStreamWriter<HostDirective> responseStream, ServerCallContext context)
    {
        await Answer(nameof(Connect), new HostReport(), context, new HostDirective());
        using CancellationTokenSource hungUp = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        _ = ReadAsync(requestStream, hungUp);
        try
        {
            while (await Directives.Reader.ReadAsync(hungUp.Token) is { } directive)
                await responseStream.WriteAsync(directive);
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            // The agent has said its last words: a good end.
        }
        finally
        {
            EndedStreams.Writer.TryWrite(true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _app!.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task ReadAsync(IAsyncStreamReader<HostReport> reports, CancellationTokenSource hungUp)
    {
        await foreach (HostReport report in reports.ReadAllAsync())
            Reports.Writer.TryWrite(report);
        await hungUp.CancelAsync();
    }

    private Task<T> Answer<T>(string call, object request, ServerCallContext context, T answer)
    {
        if (Refusals.TryDequeue(out StatusCode refusal))
            throw new RpcException(new Status(refusal, "not now"));

        Calls.Enqueue((call, request, context.RequestHeaders));
        return Task.FromResult(answer);
    }
}
