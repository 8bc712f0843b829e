using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.AgentGateway.Caching;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Overload;
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
    HostRoll roll,
    RegistrationTurns turns,
    IKubernetesClient client,
    AgentGatewayOptions options,
    WorkDoor door,
    IEventRecorder events,
    GatewayMetrics metrics)
{
    private static readonly TimeSpan FullRetry = TimeSpan.FromMinutes(1);

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

        ObjectKey key = new(call.Registration.Namespace, request.Name);
        // Before its proof is verified: to send many away must cost little. Whoever is known already costs nothing more.
        using WorkDoor.Pass? pass = reader.Find(key) is null ? await door.EnterAsync(Errand.Newcomer, cancellationToken) : null;
        hosts.RequireProof(call, request.Name, request.PublicKey);
        if (reader.Find(key) is { } known)
            return Again(known, request);

        // A host is let go without a reset only after its registration remembers it. So the registration as it is once the name is free tells,
        // and the one in the cache may not yet.
        ElementalRegistration current = await freshRegistrations.FindAsync(call.Registration, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound(RefusalReasons.RegistrationUnknown, $"there is no ElementalRegistration {call.Registration}"));
        await registrations.RequireOpenAsync(current, cancellationToken);
        if (DetachedHosts.Of(current.Metadata) is null)
            throw new RefusedException(Refusal.FailedPrecondition(RefusalReasons.RegistrationNotReady, DetachedHosts.Unreadable($"{call.Registration}")));

        Admit(call.Registration, request, current.Spec?.Limits);
        ElementalHost draft = HostDraft.For(request, current, options.WatchFilter);
        bool isThere = false;
        try
        {
            ElementalHost created = await client.Resource<ElementalHost>().CreateAsync(
                draft, new WriteOptions { FieldManager = FieldManagers.Gateway }, cancellationToken);
            isThere = true;
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
            bool isNew = Again(existing, request);
            isThere = true;
            return isNew;
        }
        finally
        {
            // Where nobody knows what became of the request, the informer will show it.
            if (!isThere)
                roll.TakeBack(call.Registration, request.Name);
        }
    }

    // What a token may do: one key is one host, so many hosts in all, and so many a minute. A turn is not used up by who has no place.
    private void Admit(ObjectKey registration, NewHost request, RegistrationLimits? limits)
    {
        HostRoll.Entry entry = roll.Enter(registration, request.Name, request.PublicKey, limits?.MaxHosts);
        if (entry.KeyOf is { } other)
        {
            ObjectKey key = new(registration.Namespace, other);
            throw new RefusedException(reader.Find(key) is { } owner
                ? ExistingHost.RefuseKey(owner)
                : Refusal.Aborted(RefusalReasons.Conflict, $"the ElementalHost {key}, which has this key, comes or goes at the same time, repeat the call"));
        }

        if (entry.IsFull)
        {
            throw new RefusedException(Refusal.ResourceExhausted(
                RefusalReasons.RegistrationFull,
                $"the ElementalRegistration {registration} has the {limits!.MaxHosts} hosts that spec.limits.maxHosts allows; delete hosts that are gone for good, or raise it",
                FullRetry));
        }

        if (limits?.RegistrationsPerMinute is not > 0 || turns.Take(registration, request.Name, limits.RegistrationsPerMinute.Value) is not { Ticks: > 0 } wait)
            return;

        roll.TakeBack(registration, request.Name);
        throw new RefusedException(Refusal.ResourceExhausted(
            RefusalReasons.RegistrationPaced,
            $"the ElementalRegistration {registration} takes {limits.RegistrationsPerMinute} new hosts a minute (spec.limits.registrationsPerMinute), and others come before this one",
            wait));
    }

    private static bool Again(ElementalHost host, NewHost request) =>
        ExistingHost.Refuse(host, request.PublicKey) is { } refusal ? throw new RefusedException(refusal) : false;
}
