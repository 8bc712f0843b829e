using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.AgentGateway.Authentication;

/// <summary>Who a call says it comes from; nothing of it is believed yet. No record: its text form would show the tokens.</summary>
internal sealed class CallMetadata
{
    /// <summary>Metadata key of the registration's name.</summary>
    public const string RegistrationKey = "elemental-registration";

    /// <summary>Metadata key of the registration token.</summary>
    public const string RegistrationTokenKey = "registration-authorization";

    /// <summary>Metadata key of the host token.</summary>
    public const string HostTokenKey = "authorization";

    private const string Scheme = "Bearer ";

    private CallMetadata(string peer, ObjectKey registration, string? registrationToken, string? hostToken)
    {
        Peer = peer;
        Registration = registration;
        RegistrationToken = registrationToken;
        HostToken = hostToken;
    }

    /// <summary>Network address of the caller.</summary>
    public string Peer { get; }

    /// <summary>The registration that the call is made under.</summary>
    public ObjectKey Registration { get; }

    /// <summary>The registration token, or null.</summary>
    public string? RegistrationToken { get; }

    /// <summary>The host token, or null.</summary>
    public string? HostToken { get; }

    /// <summary>Reads the metadata of a call.</summary>
    /// <param name="peer">Network address of the caller.</param>
    /// <param name="headers">Finds what the client sent under a key.</param>
    /// <exception cref="RefusedException">INVALID_ARGUMENT: the registration is not named, or not as namespace/name.</exception>
    public static CallMetadata Read(string peer, Func<string, string?> headers)
    {
        string[] parts = (headers(RegistrationKey) ?? "").Split('/');
        if (parts is not [string namespaceName, string name] || !ResourceNames.IsLabel(namespaceName) || !ResourceNames.IsSubdomain(name))
            throw new RefusedException(Refusal.InvalidArgument(RegistrationKey, $"the metadata {RegistrationKey} must name the registration as namespace/name"));

        return new CallMetadata(peer, new ObjectKey(namespaceName, name), Bearer(headers, RegistrationTokenKey), Bearer(headers, HostTokenKey));
    }

    private static string? Bearer(Func<string, string?> headers, string key) =>
        headers(key) is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && value.Length > Scheme.Length
            ? value[Scheme.Length..].Trim()
            : null;
}
