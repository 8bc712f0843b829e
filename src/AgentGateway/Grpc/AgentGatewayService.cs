using System.Runtime.CompilerServices;
using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.Api.AgentProtocol;
using Grpc.Core;
using Wire = ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.AgentGateway.Grpc;

/// <summary>The gRPC service: translates messages into the calls of agents, and what comes of them into messages and status codes.</summary>
internal sealed class AgentGatewayService(AgentCalls calls) : AgentService.AgentServiceBase
{
    /// <inheritdoc/>
    public override Task<GetRegistrationResponse> GetRegistration(GetRegistrationRequest request, ServerCallContext context) =>
        ServeAsync(context, async call => ToWire.Answer(await calls.GetRegistrationAsync(call, context.CancellationToken)));

    /// <inheritdoc/>
    public override Task<RegisterHostResponse> RegisterHost(RegisterHostRequest request, ServerCallContext context) =>
        ServeAsync(context, async call => new RegisterHostResponse
        {
            Created = await calls.RegisterHostAsync(call, FromWire.Host(request), context.CancellationToken),
        });

    /// <inheritdoc/>
    public override Task Connect(
        IAsyncStreamReader<Wire.HostReport> requestStream, IServerStreamWriter<Wire.HostDirective> responseStream, ServerCallContext context) =>
        ServeAsync(context, async call =>
        {
            try
            {
                await calls.ConnectAsync(
                    call,
                    ReadAsync(requestStream),
                    (directive, cancellationToken) => responseStream.WriteAsync(ToWire.Directive(directive), cancellationToken),
                    context.CancellationToken);
            }
            catch (Exception exception) when (IsHangUp(exception, context))
            {
                // Hosts reboot, networks break: nobody is there any more who could be told, and no administrator needs to be.
            }

            return true;
        });

    /// <inheritdoc/>
    public override Task<GetBootstrapResponse> GetBootstrap(GetBootstrapRequest request, ServerCallContext context) =>
        ServeAsync(context, async call => ToWire.Answer(await calls.GetBootstrapAsync(call, context.CancellationToken)));

    /// <inheritdoc/>
    public override Task<DeleteHostResponse> DeleteHost(DeleteHostRequest request, ServerCallContext context) =>
        ServeAsync(context, async call =>
        {
            await calls.DeleteHostAsync(call, FromWire.Reset(request), context.CancellationToken);
            return new DeleteHostResponse();
        });

    private static async IAsyncEnumerable<Calls.HostReport> ReadAsync(
        IAsyncStreamReader<Wire.HostReport> stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await stream.MoveNext(cancellationToken))
            yield return FromWire.Report(stream.Current);
    }

    private static bool IsHangUp(Exception exception, ServerCallContext context) =>
        context.CancellationToken.IsCancellationRequested
        && exception is OperationCanceledException or IOException or InvalidOperationException;

    private static async Task<T> ServeAsync<T>(ServerCallContext context, Func<CallMetadata, Task<T>> serve)
    {
        try
        {
            return await serve(CallMetadata.Read(context.Peer, context.RequestHeaders.GetValue));
        }
        catch (RefusedException refused)
        {
            throw RefusalStatus.ToException(refused.Refusal);
        }
    }
}
