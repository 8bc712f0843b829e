using ElementalProvider.AgentGateway.Caching;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Tokens;
using Grpc.Core;

namespace ElementalProvider.AgentGateway.Authentication;

/// <summary>Decides whether a call speaks for a host.</summary>
internal sealed class HostAuthenticator(
    ObjectReader<ElementalHost> hosts, ObjectReader<ElementalRegistration> registrations, TokenVerifier verifier)
{
    /// <summary>The host that a valid host token was presented for.</summary>
    /// <param name="call">Who the call says it comes from.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RpcException">UNAUTHENTICATED: the token is missing or not valid. NOT_FOUND: the host does not exist (any more).</exception>
    public async ValueTask<ElementalHost> AuthenticateAsync(CallMetadata call, CancellationToken cancellationToken)
    {
        string token = Token(call);
        JwtClaims? claims = Jwt.ReadUnverified(token);
        if (claims?.Subject is not { } name || !ResourceNames.IsSubdomain(name))
            throw Refuse("it is no JWT with the name of a host as its subject");

        ObjectKey key = new(call.Registration.Namespace, name);
        ElementalHost host = await hosts.FindAsync(key, cancellationToken) ?? throw Refusal.NotFound($"there is no ElementalHost {key}");
        string audience = await AudienceAsync(call.Registration, claims, cancellationToken);
        if (verifier.Refuse(token, host.Spec?.PubKey ?? "", audience, name, requireExpiry: true) is { } reason)
            throw Refuse(reason);

        return host;
    }

    /// <summary>Requires that the caller holds the private half of a key it wants to register.</summary>
    /// <param name="call">Who the call says it comes from.</param>
    /// <param name="name">Name of the host to be.</param>
    /// <param name="publicKey">The key to be registered.</param>
    /// <param name="audience">URI of the registration.</param>
    /// <exception cref="RpcException">UNAUTHENTICATED: the token is missing or not signed with that key.</exception>
    public void RequireProof(CallMetadata call, string name, string publicKey, string audience)
    {
        if (verifier.Refuse(Token(call), publicKey, audience, name, requireExpiry: true) is { } reason)
            throw Refuse(reason);
    }

    // Deleting a registration deletes its hosts, and each of them still has to be told to wipe itself: without the registration, its path is
    // all that the audience can be held against.
    private async ValueTask<string> AudienceAsync(ObjectKey registration, JwtClaims claims, CancellationToken cancellationToken)
    {
        ElementalRegistration? known = await registrations.FindAsync(registration, cancellationToken);
        string path = $"/elemental/v1/namespaces/{registration.Namespace}/registrations/{registration.Name}";
        return known?.Spec?.Config?.Elemental?.Registration?.Uri is { Length: > 0 } uri
            ? uri
            : claims.Audience.FirstOrDefault(audience => audience.EndsWith(path, StringComparison.Ordinal)) ?? path;
    }

    private static string Token(CallMetadata call) =>
        call.HostToken ?? throw Refusal.Unauthenticated($"the call carries no host token (metadata {CallMetadata.HostTokenKey}: Bearer …)");

    private static RpcException Refuse(string reason) => Refusal.Unauthenticated($"the host token is not accepted: {reason}");
}
