using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Tokens;
using Grpc.Core;

namespace ElementalProvider.Agent.Tests.Fixtures;

/// <summary>The calls of the test gateway.</summary>
internal sealed class TestGatewayService(TestGateway gateway) : AgentService.AgentServiceBase
{
    public override Task<GetRegistrationResponse> GetRegistration(GetRegistrationRequest request, ServerCallContext context) =>
        ServeAsync("GetRegistration", () =>
        {
            RequireRegistrationToken(context);
            return gateway.Registration.Clone();
        });

    public override Task<RegisterHostResponse> RegisterHost(RegisterHostRequest request, ServerCallContext context) =>
        ServeAsync("RegisterHost", () =>
        {
            RequireRegistrationToken(context);
            RequireHostToken(context, request.Name, request.PublicKey);
            RegisteredHost made = new(request.Name, request.PublicKey);
            RegisteredHost known = gateway.Hosts.GetOrAdd(request.Name, made);
            if (known.PublicKey != request.PublicKey || known.IsDeleting)
                throw new RpcException(new Status(StatusCode.AlreadyExists, "taken"));

            if (known == made)
            {
                made.Desired.Publish(new HostDirective { Generation = 1 });
                gateway.Created.Enqueue(request.Name);
            }

            return new RegisterHostResponse { Created = known == made };
        });

    public override async Task Connect(
        IAsyncStreamReader<HostReport> requestStream, IServerStreamWriter<HostDirective> responseStream, ServerCallContext context)
    {
        RegisteredHost host = await ServeAsync("Connect", () => Find(context));
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        Task sending = SendAsync(host, responseStream, ended.Token);
        try
        {
            await foreach (HostReport report in requestStream.ReadAllAsync(context.CancellationToken))
            {
                foreach (StepReport step in report.Steps)
                    host.Steps.Enqueue(step);
                host.Reported.Publish(report);
                gateway.Changed();
            }
        }
        finally
        {
            await ended.CancelAsync();
            await sending;
        }
    }

    public override Task<GetBootstrapResponse> GetBootstrap(GetBootstrapRequest request, ServerCallContext context) =>
        ServeAsync("GetBootstrap", () =>
        {
            RegisteredHost host = Find(context);
            return host.Desired.Current.Value is { BootstrapAvailable: true }
                ? gateway.BootstrapResponse()
                : throw new RpcException(new Status(StatusCode.NotFound, "no bootstrap data"));
        });

    public override Task<DeleteHostResponse> DeleteHost(DeleteHostRequest request, ServerCallContext context) =>
        ServeAsync("DeleteHost", () =>
        {
            gateway.ResetBoots.Enqueue(request.BootId);
            RegisteredHost host = Find(context);
            host.IsDeleting = true;
            if (request.Evidence is { } evidence)
            {
                gateway.Evidence.Enqueue(evidence);
                gateway.Hosts.TryRemove(host.Name, out _);
            }

            return new DeleteHostResponse();
        });

    private static async Task SendAsync(RegisteredHost host, IServerStreamWriter<HostDirective> stream, CancellationToken cancellationToken)
    {
        long sent = 0;
        try
        {
            while (true)
            {
                (sent, HostDirective directive) = await host.Desired.WaitAsync(sent, cancellationToken);
                await stream.WriteAsync(directive, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or RpcException)
        {
            return;
        }
    }

    private async Task<T> ServeAsync<T>(string method, Func<T> serve)
    {
        await Task.Yield();
        gateway.Intercept(method, false);
        T answer = serve();
        gateway.Changed();
        gateway.Intercept(method, true);
        return answer;
    }

    private RegisteredHost Find(ServerCallContext context)
    {
        if (context.RequestHeaders.GetValue("elemental-registration") != "fleet/edge")
            throw new RpcException(new Status(StatusCode.NotFound, "no such registration"));

        string token = Bearer(context, "authorization");
        string name = Jwt.ReadUnverified(token)?.Subject ?? "";
        if (!gateway.Hosts.TryGetValue(name, out RegisteredHost? host))
            throw new RpcException(new Status(StatusCode.NotFound, "no such host"));

        RequireHostToken(context, name, host.PublicKey);
        return host;
    }

    private void RequireHostToken(ServerCallContext context, string name, string publicKey)
    {
        if (!Verify(Bearer(context, "authorization"), name, publicKey))
            throw new RpcException(new Status(StatusCode.Unauthenticated, "host token"));
    }

    private bool Verify(string token, string name, string publicKey) => Jwt.Verify(
        token,
        publicKey,
        new JwtExpectations { Audience = gateway.Audience, Subject = name, Clock = TimeProvider.System, LongestLife = TimeSpan.FromMinutes(15) }).IsValid;

    private static void RequireRegistrationToken(ServerCallContext context)
    {
        if (Bearer(context, "registration-authorization") != TestGateway.RegistrationToken)
            throw new RpcException(new Status(StatusCode.Unauthenticated, "registration token"));
    }

    private static string Bearer(ServerCallContext context, string header) =>
        context.RequestHeaders.GetValue(header)?.Replace("Bearer ", "", StringComparison.Ordinal) ?? "";
}
