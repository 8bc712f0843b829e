using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Gateway;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Lifecycle.Tests.Managers;
using ElementalProvider.Lifecycle.Tests.Simulation;
using Grpc.Core;
using AgentConfig = ElementalProvider.Agent.Configuration.AgentConfig;

namespace ElementalProvider.Lifecycle.Tests.Agents;

/// <summary>The network between the agent of one computer and whichever replica of the gateway its calls are led to.</summary>
internal sealed class Network(Process agent, PhysicalHost computer) : CallInvoker, IGatewayChannels, IChannelLease
{
    public CallInvoker Invoker => this;

    public IChannelLease Take(AgentConfig config, EndpointSettings endpoint) => this;

    public void Dispose()
    {
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Metadata headers = options.Headers ?? [];
        CancellationToken cancellationToken = options.CancellationToken;
        Task<TResponse> answer = AsRpcAsync(agent.CallAsync(
            Port.Gateway,
            async () => (TResponse)await CallAsync(computer.Replica, computer.World.Rules, request, headers, cancellationToken),
            cancellationToken));
        return new AsyncUnaryCall<TResponse>(answer, Task.FromResult(new Metadata()), () => default, () => [], () => { });
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        HostStreamLine line = new(agent, computer);
        _ = ConnectAsync(line, options);
        return (AsyncDuplexStreamingCall<TRequest, TResponse>)(object)new AsyncDuplexStreamingCall<HostReport, HostDirective>(
            line.Agent, line.Agent, Task.FromResult(new Metadata()), () => default, () => [], line.AgentHangsUp);
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException();

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    private static async Task<object> CallAsync(GatewayReplica replica, Model.Rules rules, object request, Metadata headers, CancellationToken cancellationToken) => request switch
    {
        GetRegistrationRequest call => await replica.ServeAsync((service, context) => service.GetRegistration(call, context), headers, cancellationToken),
        RegisterHostRequest call => await replica.ServeAsync((service, context) => service.RegisterHost(rules.Registering(call), context), headers, cancellationToken),
        GetBootstrapRequest call => await replica.ServeAsync((service, context) => service.GetBootstrap(call, context), headers, cancellationToken),
        DeleteHostRequest call => await replica.ServeAsync((service, context) => service.DeleteHost(call, context), headers, cancellationToken),
        _ => throw new NotSupportedException(request.GetType().Name),
    };

    private static async Task<T> AsRpcAsync<T>(Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (OperationCanceledException)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "the call was given up"));
        }
    }

    private async Task ConnectAsync(HostStreamLine line, CallOptions options)
    {
        try
        {
            await agent.CallAsync(Port.Gateway, () => line.Connect(computer.Replica, options.Headers ?? []), options.CancellationToken);
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException)
        {
            line.Fail(exception as RpcException ?? new RpcException(new Status(StatusCode.Cancelled, "the call was given up")));
        }
    }
}
