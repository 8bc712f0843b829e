using ElementalProvider.AgentGateway.Caching;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Tokens;

namespace ElementalProvider.AgentGateway.Authentication;

/// <summary>Decides whether a call speaks for a host.</summary>
internal sealed class HostAuthenticator(ObjectReader<ElementalHost> hosts, ObjectReader<ElementalRegistration> registrations, TokenVerifier verifier)
{
    /// <summary>The host that a valid host token was presented for.</summary>
    /// <param name="call">Who the call says it comes from.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RefusedException">UNAUTHENTICATED: the token is missing or not valid. NOT_FOUND: the host does not exist (any more).</exception>
    public async ValueTask<ElementalHost> AuthenticateAsync(CallMetadata call, CancellationToken cancellationToken)
    {
        string token = Token(call);
        if (Jwt.ReadUnverified(token)?.Subject is not { } name || !ResourceNames.IsSubdomain(name))
            throw Refuse("it is no JWT with the name of a host as its subject");

        ObjectKey key = new(call.Registration.Namespace, name);
        ElementalHost host = await hosts.FindAsync(key, cancellationToken) ?? throw new RefusedException(
            registrations.Find(call.Registration) is { } registration && Hold.IsMoving(registration)
                ? Refusal.Moved($"{call.Registration}")
                : Refusal.NotFound(RefusalReasons.HostUnknown, $"there is no ElementalHost {key}"));
        if (verifier.Refuse(token, host.Spec?.PubKey ?? "", call.Registration, name, isHostToken: true) is { } reason)
            throw Refuse(reason);

        return host;
    }

    /// <summary>Requires that the caller holds the private half of a key it wants to register.</summary>
    /// <param name="call">Who the call says it comes from.</param>
    /// <param name="name">Name of the host to be.</param>
    /// <param name="publicKey">The key to be registered.</param>
    /// <exception cref="RefusedException">UNAUTHENTICATED: the token is missing or not signed with that key.</exception>
    public void RequireProof(CallMetadata call, string name, string publicKey)
    {
        if (verifier.Refuse(Token(call), publicKey, call.Registration, name, isHostToken: true) is { } reason)
            throw Refuse(reason);
    }

    private static string Token(CallMetadata call) =>
        call.HostToken ?? throw new RefusedException(Refusal.Unauthenticated(RefusalReasons.TokenMissing, $"the call carries no host token (metadata {CallMetadata.HostTokenKey}: Bearer …)"));

    private static RefusedException Refuse(string reason) =>
        new(Refusal.Unauthenticated(RefusalReasons.TokenRefused, $"the host token is not accepted: {reason}"));
}
