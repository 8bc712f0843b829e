namespace ElementalProvider.Tokens;

/// <summary>
/// What tokens of hosts and registrations are meant for: the registration, by namespace and name. Where it is reached is no part of it, so
/// that a registration may move to another address without a token of before becoming worthless.
/// </summary>
public static class RegistrationAudience
{
    /// <summary>The audience that stands for a registration: the path that each of its addresses ends in.</summary>
    /// <param name="namespaceName">Namespace of the registration.</param>
    /// <param name="name">Name of the registration.</param>
    public static string Of(string namespaceName, string name) => $"/elemental/v1/namespaces/{namespaceName}/registrations/{name}";

    /// <summary>
    /// Both audiences that a token is made with: the registration's own, and its address, by which verifiers of before know it.
    /// </summary>
    /// <param name="namespaceName">Namespace of the registration.</param>
    /// <param name="name">Name of the registration.</param>
    /// <param name="uri">URI of the registration.</param>
    public static IReadOnlyList<string> Named(string namespaceName, string name, string uri) => [Of(namespaceName, name), uri];

    /// <summary>
    /// Whether a token's audience stands for a registration: it is the registration's own, or the address of before, whatever host it names.
    /// </summary>
    /// <param name="audience">An audience of a token.</param>
    /// <param name="expected">What <see cref="Of"/> gives.</param>
    internal static bool Matches(string audience, string expected) =>
        audience == expected || (expected.StartsWith('/') && audience.EndsWith(expected, StringComparison.Ordinal) && IsAddress(audience));

    private static bool IsAddress(string audience) =>
        Uri.TryCreate(audience, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri is { Query: "", Fragment: "" };
}
