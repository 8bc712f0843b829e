using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using AgentConfig = ElementalProvider.Agent.Configuration.AgentConfig;

namespace ElementalProvider.Agent.Gateway;

/// <summary>
/// The gateway's calls, with the metadata and deadlines each of them needs. Each goes to where the configuration says when it begins: the
/// server may have told the host of another address or authority since the last one.
/// </summary>
/// <param name="config">The configuration as it is now.</param>
/// <param name="channels">The way there.</param>
/// <param name="clock">The time deadlines are measured by.</param>
internal sealed class GatewayClient(Func<AgentConfig> config, IGatewayChannels channels, TimeProvider clock) : IGateway
{
    private static readonly TimeSpan UnaryDeadline = TimeSpan.FromSeconds(30);

    // Which of the addresses is in use. Any number will do: it is taken modulo what there is.
    private int turn;

    /// <summary>How many addresses there are to try.</summary>
    public int Endpoints => config().Registration.Endpoints.Count;

    /// <summary>Tries the next address from now on.</summary>
    public void TurnToNext() => Interlocked.Increment(ref turn);

    public Task<GetRegistrationResponse> GetRegistrationAsync(CancellationToken cancellationToken) =>
        RegisteringAsync((client, registration) => client.GetRegistrationAsync(
            new GetRegistrationRequest(), Unary(Registering(registration), cancellationToken)), cancellationToken);

    public Task<RegisterHostResponse> RegisterHostAsync(HostTokenSource tokens, RegisterHostRequest request, CancellationToken cancellationToken) =>
        RegisteringAsync((client, registration) => client.RegisterHostAsync(
            request, Unary(Speaking(tokens, Registering(registration)), cancellationToken)), cancellationToken);

    public Task<GetBootstrapResponse> GetBootstrapAsync(HostTokenSource tokens, CancellationToken cancellationToken) =>
        CallAsync((client, registration) => client.GetBootstrapAsync(
            new GetBootstrapRequest(), Unary(Speaking(tokens, Named(registration)), cancellationToken)), cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> DeleteHostAsync(HostTokenSource tokens, string bootId, ResetEvidence? evidence, CancellationToken cancellationToken)
    {
        DeleteHostRequest request = new() { BootId = bootId, Evidence = evidence };
        try
        {
            await CallAsync((client, registration) => client.DeleteHostAsync(
                request, Unary(Speaking(tokens, Named(registration)), cancellationToken)), cancellationToken);
            return true;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            return false;
        }
    }

    public IHostLink Open(HostTokenSource tokens, Latest<HostReport> reports, StepLog log, WakeUp wakeUp, RetryPolicy retries, ILogger logger) =>
        new HostLink(this, tokens, reports, log, wakeUp, retries, clock, logger);

    public AsyncDuplexStreamingCall<HostReport, HostDirective> Connect(HostTokenSource tokens, CancellationToken cancellationToken)
    {
        AgentConfig now = config();
        IChannelLease lease = channels.Take(now, EndpointOf(now));
        AsyncDuplexStreamingCall<HostReport, HostDirective> call = new AgentService.AgentServiceClient(lease.Invoker).Connect(
            new CallOptions(Speaking(tokens, Named(now.Registration)), cancellationToken: cancellationToken));
        return new AsyncDuplexStreamingCall<HostReport, HostDirective>(
            call.RequestStream, call.ResponseStream, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, () =>
            {
                call.Dispose();
                lease.Dispose();
            });
    }

    private async Task<T> CallAsync<T>(
        Func<AgentService.AgentServiceClient, RegistrationSettings, AsyncUnaryCall<T>> start, CancellationToken cancellationToken)
    {
        AgentConfig now = config();
        using IChannelLease lease = channels.Take(now, EndpointOf(now));
        using AsyncUnaryCall<T> call = start(new AgentService.AgentServiceClient(lease.Invoker), now.Registration);
        try
        {
            return await call.ResponseAsync;
        }
        catch (RpcException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            TurnToNext();
            throw;
        }
    }

    /// <summary>Whoever cannot register at one address tries the next one after the pause.</summary>
    private async Task<T> RegisteringAsync<T>(
        Func<AgentService.AgentServiceClient, RegistrationSettings, AsyncUnaryCall<T>> start, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(start, cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is not (StatusCode.Unavailable or StatusCode.DeadlineExceeded))
        {
            TurnToNext();
            throw;
        }
    }

    private EndpointSettings EndpointOf(AgentConfig now)
    {
        IReadOnlyList<EndpointSettings> all = now.Registration.Endpoints;
        return all[(int)((uint)Volatile.Read(ref turn) % (uint)all.Count)];
    }

    private static Metadata Speaking(HostTokenSource tokens, Metadata headers)
    {
        headers.Add("authorization", $"Bearer {tokens.GetToken()}");
        return headers;
    }

    private static Metadata Registering(RegistrationSettings registration)
    {
        Metadata headers = Named(registration);
        headers.Add("registration-authorization", $"Bearer {registration.Token}");
        return headers;
    }

    private static Metadata Named(RegistrationSettings registration) =>
        new() { { "elemental-registration", $"{registration.Uri.Namespace}/{registration.Uri.Name}" } };

    private CallOptions Unary(Metadata headers, CancellationToken cancellationToken) =>
        new(headers, (clock.GetUtcNow() + UnaryDeadline).UtcDateTime, cancellationToken);
}
