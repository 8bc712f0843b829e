using ElementalProvider.AgentGateway.Caching;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.AgentGateway.Authentication;

/// <summary>Decides whether a call may use a registration.</summary>
internal sealed class RegistrationAuthenticator(ObjectReader<ElementalRegistration> registrations, RegistrationKeys keys, TokenVerifier verifier)
{
    private static readonly TimeSpan ControllerDelay = TimeSpan.FromSeconds(2);

    /// <summary>The registration that a valid registration token was presented for.</summary>
    /// <param name="call">Who the call says it comes from.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RefusedException">
    /// NOT_FOUND: no such registration. UNAVAILABLE: its controller has not filled it in yet. UNAUTHENTICATED: the token is missing or not valid.
    /// </exception>
    public async ValueTask<ElementalRegistration> AuthenticateAsync(CallMetadata call, CancellationToken cancellationToken)
    {
        ElementalRegistration registration = await registrations.FindAsync(call.Registration, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound(RefusalReasons.RegistrationUnknown, $"there is no ElementalRegistration {call.Registration}"));
        if (call.RegistrationToken is not { } token)
            throw new RefusedException(Refusal.Unauthenticated(RefusalReasons.TokenMissing, $"the call carries no registration token (metadata {CallMetadata.RegistrationTokenKey}: Bearer …)"));

        if (string.IsNullOrEmpty(registration.Spec?.Config?.Elemental?.Registration?.Uri))
            throw NotReady(registration);
        if (await RefuseAsync(registration, token, cancellationToken) is { } reason)
            throw new RefusedException(Refusal.Unauthenticated(RefusalReasons.TokenRefused, $"the registration token is not accepted: {reason}"));

        return registration;
    }

    /// <summary>
    /// Refuses new hosts where the registration's own token is not valid: it has expired, or somebody wrote a word such as disabled in its place.
    /// </summary>
    /// <param name="registration">The registration.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RefusedException">UNAVAILABLE: not filled in yet. PERMISSION_DENIED: the registration takes no new hosts.</exception>
    public async ValueTask RequireOpenAsync(ElementalRegistration registration, CancellationToken cancellationToken)
    {
        if (Hold.IsMoving(registration))
            throw new RefusedException(Refusal.Moved($"{ObjectKey.Of(registration)}"));
        if (registration.Metadata.DeletionTimestamp is not null)
        {
            throw new RefusedException(Refusal.PermissionDenied(
                RefusalReasons.RegistrationClosed, $"the ElementalRegistration {ObjectKey.Of(registration)} is being deleted and takes no new hosts"));
        }

        if (registration.Spec?.Config?.Elemental?.Registration is not { Token: { Length: > 0 } token, Uri.Length: > 0 })
            throw NotReady(registration);

        if (await RefuseAsync(registration, token, cancellationToken) is not null)
            throw new RefusedException(Refusal.PermissionDenied(
                RefusalReasons.RegistrationClosed,
                $"the ElementalRegistration {registration.Metadata.NamespaceProperty}/{registration.Metadata.Name} takes no new hosts: the token in its spec is not valid (any more)"));
    }

    private async ValueTask<string?> RefuseAsync(ElementalRegistration registration, string token, CancellationToken cancellationToken)
    {
        string key = await keys.GetAsync(registration, cancellationToken) ?? throw NotReady(registration);
        if (Verify(key) is not { } reason)
            return null;

        return await keys.GetChangedAsync(registration, key, cancellationToken) is { } changed ? Verify(changed) : reason;

        string? Verify(string publicKey) => verifier.Refuse(token, publicKey, ObjectKey.Of(registration), subject: null, isHostToken: false);
    }

    private static RefusedException NotReady(ElementalRegistration registration) => new(Refusal.Unavailable(
        RefusalReasons.RegistrationNotReady,
        $"the ElementalRegistration {registration.Metadata.NamespaceProperty}/{registration.Metadata.Name} is not ready yet: its URI, token or key is missing",
        ControllerDelay));
}
