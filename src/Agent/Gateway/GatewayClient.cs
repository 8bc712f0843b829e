using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Agent.Gateway;

/// <summary>The gateway's calls, with the metadata and deadlines each of them needs.</summary>
/// <param name="client">The generated stub.</param>
/// <param name="registration">Which registration the host speaks for.</param>
/// <param name="clock">The time deadlines are measured by.</param>
internal sealed class GatewayClient(AgentService.AgentServiceClient client, RegistrationSettings registration, TimeProvider clock) : IGateway
{
    private static readonly TimeSpan UnaryDeadline = TimeSpan.FromSeconds(30);

    public Task<GetRegistrationResponse> GetRegistrationAsync(CancellationToken cancellationToken) =>
        CallAsync(client.GetRegistrationAsync(new GetRegistrationRequest(), Unary(Registering(), cancellationToken)), cancellationToken);

    public Task<RegisterHostResponse> RegisterHostAsync(HostTokenSource tokens, RegisterHostRequest request, CancellationToken cancellationToken) =>
        CallAsync(client.RegisterHostAsync(request, Unary(Speaking(tokens, Registering()), cancellationToken)), cancellationToken);

    public Task<GetBootstrapResponse> GetBootstrapAsync(HostTokenSource tokens, CancellationToken cancellationToken) =>
        CallAsync(client.GetBootstrapAsync(new GetBootstrapRequest(), Unary(Speaking(tokens, Named()), cancellationToken)), cancellationToken);

    /// <summary>Tells the server of a reset. A host that is gone already is what was wanted.</summary>
    public async Task DeleteHostAsync(HostTokenSource tokens, string bootId, ResetEvidence? evidence, CancellationToken cancellationToken)
    {
        DeleteHostRequest request = new() { BootId = bootId, Evidence = evidence };
        try
        {
            await CallAsync(client.DeleteHostAsync(request, Unary(Speaking(tokens, Named()), cancellationToken)), cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            return;
        }
    }

    public IHostLink Open(HostTokenSource tokens, Latest<HostReport> reports, WakeUp wakeUp, RetryPolicy retries, ILogger logger) =>
        new HostLink(this, tokens, reports, wakeUp, retries, clock, logger);

    public AsyncDuplexStreamingCall<HostReport, HostDirective> Connect(HostTokenSource tokens, CancellationToken cancellationToken) =>
        client.Connect(new CallOptions(Speaking(tokens, Named()), cancellationToken: cancellationToken));

    private static async Task<T> CallAsync<T>(AsyncUnaryCall<T> call, CancellationToken cancellationToken)
    {
        using (call)
        {
            try
            {
                return await call.ResponseAsync;
            }
            catch (RpcException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }

    private static Metadata Speaking(HostTokenSource tokens, Metadata headers)
    {
        headers.Add("authorization", $"Bearer {tokens.GetToken()}");
        return headers;
    }

    private Metadata Registering()
    {
        Metadata headers = Named();
        headers.Add("registration-authorization", $"Bearer {registration.Token}");
        return headers;
    }

    private Metadata Named() => new() { { "elemental-registration", $"{registration.Uri.Namespace}/{registration.Uri.Name}" } };

    private CallOptions Unary(Metadata headers, CancellationToken cancellationToken) =>
        new(headers, (clock.GetUtcNow() + UnaryDeadline).UtcDateTime, cancellationToken);
}
