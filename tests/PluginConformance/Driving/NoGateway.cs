using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.PluginConformance.Driving;

/// <summary>A server that is never there: no operation of an OS may need one.</summary>
internal sealed class NoGateway : IGateway
{
    public static NoGateway Instance { get; } = new();

    public Task<GetRegistrationResponse> GetRegistrationAsync(CancellationToken cancellationToken) => throw Gone();

    public Task<RegisterHostResponse> RegisterHostAsync(HostTokenSource tokens, RegisterHostRequest request, CancellationToken cancellationToken) => throw Gone();

    public Task<GetBootstrapResponse> GetBootstrapAsync(HostTokenSource tokens, CancellationToken cancellationToken) => throw Gone();

    public Task<bool> DeleteHostAsync(HostTokenSource tokens, string bootId, ResetEvidence? evidence, CancellationToken cancellationToken) => throw Gone();

    public IHostLink Open(HostTokenSource tokens, Latest<HostReport> reports, StepLog log, WakeUp wakeUp, RetryPolicy retries, ILogger logger) => throw Gone();

    private static RpcException Gone() => new(new Status(StatusCode.Unavailable, "gone"));
}
