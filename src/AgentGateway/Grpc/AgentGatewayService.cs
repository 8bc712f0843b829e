using System.Runtime.CompilerServices;
using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.AgentGateway.Hosting;
using ElementalProvider.AgentGateway.Hosts;
using ElementalProvider.AgentGateway.Registration;
using ElementalProvider.AgentGateway.Streams;
using ElementalProvider.Api.AgentProtocol;
using Grpc.Core;

namespace ElementalProvider.AgentGateway.Grpc;

/// <summary>
/// The gRPC service: an adapter that translates between calls and those who know what to do with them, who know nothing of gRPC.
/// </summary>
internal sealed class AgentGatewayService(
    GatewayReadiness readiness,
    RegistrationAuthenticator registrations,
    HostRegistrar registrar,
    RegistrationFailures failures,
    ConnectHandler connect,
    BootstrapData bootstrap,
    HostReset reset) : AgentService.AgentServiceBase
{
    /// <inheritdoc/>
    public override Task<GetRegistrationResponse> GetRegistration(GetRegistrationRequest request, ServerCallContext context) =>
        ServeRegistrationAsync(context, async call =>
            RegistrationAnswers.From(await registrations.AuthenticateAsync(call, context.CancellationToken)));

    /// <inheritdoc/>
    public override Task<RegisterHostResponse> RegisterHost(RegisterHostRequest request, ServerCallContext context) =>
        ServeRegistrationAsync(context, call => registrar.RegisterAsync(call, request, context.CancellationToken));

    /// <inheritdoc/>
    public override Task Connect(
        IAsyncStreamReader<HostReport> requestStream, IServerStreamWriter<HostDirective> responseStream, ServerCallContext context) =>
        ServeAsync(context, async call =>
        {
            try
            {
                await connect.RunAsync(call, ReadAsync(requestStream), responseStream.WriteAsync, context.CancellationToken);
            }
            catch (Exception exception) when (IsHangUp(exception, context))
            {
                // Hosts reboot, networks break: nobody is there any more who could be told, and no administrator needs to be.
            }

            return true;
        });

    /// <inheritdoc/>
    public override Task<GetBootstrapResponse> GetBootstrap(GetBootstrapRequest request, ServerCallContext context) =>
        ServeAsync(context, call => bootstrap.GetAsync(call, context.CancellationToken));

    /// <inheritdoc/>
    public override Task<DeleteHostResponse> DeleteHost(DeleteHostRequest request, ServerCallContext context) =>
        ServeAsync(context, async call =>
        {
            await reset.DeleteAsync(call, request, context.CancellationToken);
            return new DeleteHostResponse();
        });

    private static async IAsyncEnumerable<HostReport> ReadAsync(
        IAsyncStreamReader<HostReport> stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await stream.MoveNext(cancellationToken))
            yield return stream.Current;
    }

    private static bool IsHangUp(Exception exception, ServerCallContext context) =>
        context.CancellationToken.IsCancellationRequested
        && exception is OperationCanceledException or IOException or InvalidOperationException;

    private Task<T> ServeRegistrationAsync<T>(ServerCallContext context, Func<CallMetadata, Task<T>> serve) =>
        ServeAsync(context, async call =>
        {
            try
            {
                return await serve(call);
            }
            catch (Exception exception) when (RefusalOf(exception) is { } refusal)
            {
                failures.Note(call, context.Peer, refusal);
                throw;
            }
        });

    private async Task<T> ServeAsync<T>(ServerCallContext context, Func<CallMetadata, Task<T>> serve)
    {
        try
        {
            readiness.Require();
            return await serve(CallMetadata.Read(context.RequestHeaders.GetValue));
        }
        catch (Exception exception) when (RefusalOf(exception) is { } refusal)
        {
            throw RefusalStatus.ToException(refusal);
        }
    }

    private static Refusal? RefusalOf(Exception exception) =>
        exception is RefusedException refused ? refused.Refusal
        : ApiFailures.IsApiFailure(exception) ? ApiFailures.ToRefusal(exception)
        : null;
}
