using System.Diagnostics.CodeAnalysis;

namespace ElementalProvider.Agent.Configuration;

/// <summary>
/// Address of a registration, <c>https://HOST[:PORT]/elemental/v1/namespaces/{namespace}/registrations/{name}</c>: it names the
/// registration, and its host and port are where the gateway answers.
/// </summary>
internal sealed record RegistrationUri
{
    private RegistrationUri(string text, Uri address, string @namespace, string name)
    {
        Text = text;
        Address = address;
        Namespace = @namespace;
        Name = name;
    }

    /// <summary>The URI as it was written: the audience of the host's tokens.</summary>
    public string Text { get; }

    /// <summary>Scheme, host and port of the gateway.</summary>
    public Uri Address { get; }

    public string Namespace { get; }

    public string Name { get; }

    public bool IsPlainHttp => Address.Scheme == Uri.UriSchemeHttp;

    public static bool TryParse(string text, [NotNullWhen(true)] out RegistrationUri? registration)
    {
        registration = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            || uri.AbsolutePath.Trim('/').Split('/') is not ["elemental", "v1", "namespaces", { Length: > 0 } @namespace, "registrations", { Length: > 0 } name])
        {
            return false;
        }

        registration = new RegistrationUri(text, new Uri(uri.GetLeftPart(UriPartial.Authority)), @namespace, name);
        return true;
    }

    public override string ToString() => Text;
}
