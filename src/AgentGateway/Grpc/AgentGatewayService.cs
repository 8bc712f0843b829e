using System.Runtime.CompilerServices;
using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.Api.AgentProtocol;
using Google.Protobuf;
using Grpc.Core;
using Wire = ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.AgentGateway.Grpc;

/// <summary>The gRPC service: translates messages into the calls of agents, and what comes of them into messages and status codes.</summary>
internal sealed class AgentGatewayService(AgentCalls calls) : AgentService.AgentServiceBase
{
    // The same agent would say the same thing again.
    private static readonly TimeSpan UnreadableRetry = TimeSpan.FromMinutes(1);

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
            catch (Exception exception) when (HangUp.Is(exception, context.CancellationToken))
            {
                // There is nobody any more who could be told.
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
        while (await MoveNextAsync(stream, cancellationToken))
            yield return FromWire.Report(stream.Current);
    }

    // Whatever else ends the reading is the end of the connection, and nobody is there who could be told.
    private static async Task<bool> MoveNextAsync(IAsyncStreamReader<Wire.HostReport> stream, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.MoveNext(cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.ResourceExhausted)
        {
            throw new RefusedException(Refusal.ResourceExhausted(
                RefusalReasons.ReportTooLarge, $"it is larger than the {GrpcAdapter.MaxMessageSize / 1024} KiB that are taken; its facts or messages must become fewer", UnreadableRetry));
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidDataException)
        {
            throw new RefusedException(Refusal.InvalidArgument("report", "it cannot be read") with { RetryAfter = UnreadableRetry });
        }
    }

    private static CallMetadata Read(ServerCallContext context)
    {
        try
        {
            return CallMetadata.Read(context.Peer, context.RequestHeaders.GetValue);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new RefusedException(Refusal.InvalidArgument("metadata", "the metadata of the call cannot be read: a key holds what none may, or a binary value is no base64"));
        }
    }

    private static async Task<T> ServeAsync<T>(ServerCallContext context, Func<CallMetadata, Task<T>> serve)
    {
        try
        {
            return await serve(Read(context));
        }
        catch (RefusedException refused)
        {
            throw RefusalStatus.ToException(refused.Refusal);
        }
    }
}
