using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.AgentGateway.Caching;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.AgentGateway.Registration;

/// <summary>
/// Creates hosts, once for each machine however often it asks: a new host costs one request to the API and a share in a read of its
/// registration, a known one nothing.
/// </summary>
internal sealed class HostRegistrar(
    RegistrationAuthenticator registrations,
    HostAuthenticator hosts,
    ObjectReader<ElementalHost> reader,
    FreshReader<ElementalRegistration> freshRegistrations,
    IKubernetesClient client,
    AgentGatewayOptions options,
    IEventRecorder events,
    GatewayMetrics metrics)
{
    /// <summary>Creates the host of a request, or finds it again.</summary>
    /// <param name="call">Who the call says it comes from.</param>
    /// <param name="request">The host to be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it was created.</returns>
    /// <exception cref="RefusedException">The request is not served; the status says why.</exception>
    public async Task<bool> RegisterAsync(CallMetadata call, NewHost request, CancellationToken cancellationToken)
    {
        ElementalRegistration registration = await registrations.AuthenticateAsync(call, cancellationToken);
        if (HostDraft.Refuse(request, registration) is { } refusal)
            throw new RefusedException(refusal);

        hosts.RequireProof(call, request.Name, request.PublicKey);
        ObjectKey key = new(call.Registration.Namespace, request.Name);
        if (reader.Find(key) is { } known)
            return Again(known, request);

        // A host is let go without a reset only after its registration remembers it. So the registration as it is once the name is free tells,
        // and the one in the cache may not yet.
        ElementalRegistration current = await freshRegistrations.FindAsync(call.Registration, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound(RefusalReasons.RegistrationUnknown, $"there is no ElementalRegistration {call.Registration}"));
        await registrations.RequireOpenAsync(current, cancellationToken);
        if (DetachedHosts.Of(current.Metadata) is null)
            throw new RefusedException(Refusal.FailedPrecondition(RefusalReasons.RegistrationNotReady, DetachedHosts.Unreadable($"{call.Registration}")));

        ElementalHost draft = HostDraft.For(request, current, options.WatchFilter);
        try
        {
            ElementalHost created = await client.Resource<ElementalHost>().CreateAsync(
                draft, new WriteOptions { FieldManager = FieldManagers.Gateway }, cancellationToken);
            reader.Remember(created);
            metrics.HostRegistered();
            events.Normal(created, Reasons.Registered, HostDraft.IsDetached(request, current)
                ? $"The machine came back through the ElementalRegistration {call.Registration.Name} after it was let go without a reset: it resets itself first."
                : request.Serves is not null
                ? $"The machine came back through the ElementalRegistration {call.Registration.Name} after its ElementalHost was lost, and serves what it served."
                : $"The machine registered through the ElementalRegistration {call.Registration.Name}.");
            return true;
        }
        catch (ApiException exception) when (exception.IsAlreadyExists)
        {
            // Another replica created it, or a request of ours whose answer was lost did.
            ElementalHost existing = await client.Resource<ElementalHost>().FindAsync(key.Namespace, key.Name, cancellationToken)
                ?? throw new RefusedException(Refusal.Aborted(RefusalReasons.Conflict, $"the ElementalHost {key} was deleted at the same time, repeat the call"));
            reader.Remember(existing);
            return Again(existing, request);
        }
    }

    private static bool Again(ElementalHost host, NewHost request) =>
        ExistingHost.Refuse(host, request.PublicKey) is { } refusal ? throw new RefusedException(refusal) : false;
}
