using ElementalProvider.Api.AgentProtocol;
using Grpc.Core;
using Grpc.Net.Client;

namespace ElementalProvider.LoadGenerator.Agents;

/// <summary>The calls of one host, with the credentials that each needs. Takes a connection when the first call needs one.</summary>
internal sealed class GatewayCalls(AgentEndpoint endpoint, AgentIdentity identity, AgentChannels channels, TimeProvider clock) : IDisposable
{
    private const string RegistrationKey = "elemental-registration";
    private const string RegistrationTokenKey = "registration-authorization";
    private const string HostTokenKey = "authorization";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private GrpcChannel? _channel;

    public async Task GetRegistrationAsync(CancellationToken cancellationToken) =>
        await Client().GetRegistrationAsync(new GetRegistrationRequest(), Options(registration: true, host: false, cancellationToken));

    public async Task RegisterHostAsync(CancellationToken cancellationToken)
    {
        RegisterHostRequest request = new() { Name = identity.Name, PublicKey = identity.PublicKeyPem };
        await Client().RegisterHostAsync(request, Options(registration: true, host: true, cancellationToken));
    }

    public async Task GetBootstrapAsync(CancellationToken cancellationToken) =>
        await Client().GetBootstrapAsync(new GetBootstrapRequest(), Options(registration: false, host: true, cancellationToken));

    /// <summary>Announces a wipe, or with a boot shows that it was done. A host that is gone already counts as success.</summary>
    /// <param name="wipedInBoot">The boot in which the wipe ran; null announces it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task DeleteHostAsync(string? wipedInBoot, CancellationToken cancellationToken)
    {
        DeleteHostRequest request = new();
        if (wipedInBoot is not null)
            request.Evidence = new ResetEvidence { BootId = wipedInBoot, WipedPaths = { "/" } };
        try
        {
            await Client().DeleteHostAsync(request, Options(registration: false, host: true, cancellationToken));
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            return;
        }
    }

    public AsyncDuplexStreamingCall<HostReport, HostDirective> Connect(CancellationToken cancellationToken) =>
        Client().Connect(new CallOptions(Headers(registration: false, host: true), cancellationToken: cancellationToken));

    /// <summary>Closes the connection; the next call makes a new one.</summary>
    public void Disconnect()
    {
        if (_channel is not null)
            channels.Return(_channel);
        _channel = null;
    }

    public void Dispose() => Disconnect();

    private AgentService.AgentServiceClient Client() => new(_channel ??= channels.Take());

    private CallOptions Options(bool registration, bool host, CancellationToken cancellationToken) =>
        new(Headers(registration, host), (clock.GetUtcNow() + Deadline).UtcDateTime, cancellationToken);

    private Metadata Headers(bool registration, bool host)
    {
        Metadata headers = new() { { RegistrationKey, endpoint.Registration } };
        if (registration)
            headers.Add(RegistrationTokenKey, $"Bearer {endpoint.RegistrationToken}");
        if (host)
            headers.Add(HostTokenKey, $"Bearer {identity.SignToken(endpoint.Audience, clock.GetUtcNow())}");
        return headers;
    }
}
