using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.AgentGateway.Caching;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Kubernetes;
using Grpc.Core;
using WriteOptions = ElementalProvider.Kubernetes.WriteOptions;

namespace ElementalProvider.AgentGateway.Registration;

/// <summary>Creates hosts, once for each machine however often it asks: a new host costs one request to the API, a known one none.</summary>
internal sealed class HostRegistrar(
    RegistrationAuthenticator registrations,
    HostAuthenticator hosts,
    ObjectReader<ElementalHost> reader,
    IKubernetesClient client,
    AgentGatewayOptions options,
    IEventRecorder events,
    GatewayMetrics metrics)
{
    /// <summary>Creates the host of a request, or finds it again.</summary>
    /// <param name="call">Who the call says it comes from.</param>
    /// <param name="request">The host to be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RpcException">The request is not served; the status says why.</exception>
    public async Task<RegisterHostResponse> RegisterAsync(CallMetadata call, RegisterHostRequest request, CancellationToken cancellationToken)
    {
        ElementalRegistration registration = await registrations.AuthenticateAsync(call, cancellationToken);
        if (HostDraft.Refuse(request, registration) is { } reason)
            throw Refusal.InvalidArgument(reason);

        hosts.RequireProof(call, request.Name, request.PublicKey, registration.Spec!.Config!.Elemental!.Registration!.Uri!);
        ElementalHost draft = HostDraft.For(request, registration, options.WatchFilter);
        if (reader.Find(ObjectKey.Of(draft)) is { } known)
            return Again(known, request);

        await registrations.RequireOpenAsync(registration, cancellationToken);
        try
        {
            ElementalHost created = await client.Resource<ElementalHost>().CreateAsync(
                draft, new WriteOptions { FieldManager = FieldManager.Name }, cancellationToken);
            reader.Remember(created);
            metrics.HostRegistered();
            events.Normal(created, Reasons.Registered, $"The machine registered through the ElementalRegistration {registration.Metadata.Name}.");
            return new RegisterHostResponse { Created = true };
        }
        catch (KubernetesException exception) when (exception.IsAlreadyExists)
        {
            // Another replica created it, or a request of ours whose answer was lost did.
            ElementalHost existing = await client.Resource<ElementalHost>().FindAsync(call.Registration.Namespace, request.Name, cancellationToken)
                ?? throw Refusal.Aborted($"the ElementalHost {ObjectKey.Of(draft)} was deleted at the same time, repeat the call");
            reader.Remember(existing);
            return Again(existing, request);
        }
    }

    private static RegisterHostResponse Again(ElementalHost host, RegisterHostRequest request) =>
        ExistingHost.Refuse(host, request.PublicKey) is { } refusal ? throw refusal : new RegisterHostResponse { Created = false };
}
