using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Hosting;
using ElementalProvider.AgentGateway.Hosts;
using ElementalProvider.AgentGateway.Registration;
using ElementalProvider.AgentGateway.Streams;

namespace ElementalProvider.AgentGateway;

/// <summary>
/// The calls of agents, in the words of no protocol: an adapter translates between its protocol and these. What is not served ends with a
/// <see cref="RefusedException"/>, whatever the reason.
/// </summary>
internal sealed class AgentCalls(
    GatewayReadiness readiness,
    RegistrationAuthenticator registrations,
    HostRegistrar registrar,
    RegistrationFailures failures,
    ConnectHandler connect,
    BootstrapData bootstrap,
    HostReset reset)
{
    /// <summary>What the agents of a registration are told.</summary>
    /// <param name="call">Who the call says it comes from.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<RegistrationAnswer> GetRegistrationAsync(CallMetadata call, CancellationToken cancellationToken) => RegisteringAsync(call, async () =>
        RegistrationAnswer.Of(await registrations.AuthenticateAsync(call, cancellationToken)));

    /// <summary>Creates a host, or finds it again.</summary>
    /// <param name="call">Who the call says it comes from.</param>
    /// <param name="host">The host to be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it was created.</returns>
    public Task<bool> RegisterHostAsync(CallMetadata call, NewHost host, CancellationToken cancellationToken) =>
        RegisteringAsync(call, () => registrar.RegisterAsync(call, host, cancellationToken));

    /// <summary>Holds the conversation with a host, until one side ends it.</summary>
    /// <param name="call">Who the call says it comes from.</param>
    /// <param name="reports">What the host says.</param>
    /// <param name="sendAsync">Tells the host something; what it throws ends the conversation, and is thrown on.</param>
    /// <param name="cancellationToken">Cancelled when the host goes away.</param>
    public Task ConnectAsync(
        CallMetadata call,
        IAsyncEnumerable<HostReport> reports,
        Func<HostDirective, CancellationToken, Task> sendAsync,
        CancellationToken cancellationToken) => ServeAsync(async () =>
        {
            await connect.RunAsync(call, reports, sendAsync, cancellationToken);
            return true;
        });

    /// <summary>The bootstrap data of the calling host.</summary>
    /// <param name="call">Who the call says it comes from.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<BootstrapAnswer> GetBootstrapAsync(CallMetadata call, CancellationToken cancellationToken) =>
        ServeAsync(() => bootstrap.GetAsync(call, cancellationToken));

    /// <summary>Takes the calling host's word about its reset.</summary>
    /// <param name="call">Who the call says it comes from.</param>
    /// <param name="request">Its word.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task DeleteHostAsync(CallMetadata call, ResetRequest request, CancellationToken cancellationToken) => ServeAsync(async () =>
    {
        await reset.DeleteAsync(call, request, cancellationToken);
        return true;
    });

    private Task<T> RegisteringAsync<T>(CallMetadata call, Func<Task<T>> serve) => ServeAsync(async () =>
    {
        try
        {
            return await RefusingAsync(serve);
        }
        catch (RefusedException refused)
        {
            failures.Note(call, refused.Refusal);
            throw;
        }
    });

    private Task<T> ServeAsync<T>(Func<Task<T>> serve)
    {
        readiness.Require();
        return RefusingAsync(serve);
    }

    private static async Task<T> RefusingAsync<T>(Func<Task<T>> serve)
    {
        try
        {
            return await serve();
        }
        catch (Exception exception) when (ApiFailures.IsApiFailure(exception))
        {
            throw new RefusedException(ApiFailures.ToRefusal(exception));
        }
    }
}
