using System.Diagnostics.CodeAnalysis;

namespace ElementalProvider.Agent.Configuration;

/// <summary>
/// Address of a registration, <c>https://HOST[:PORT][/PREFIX]/elemental/v1/namespaces/{namespace}/registrations/{name}</c>: it names the
/// registration, and what stands before that is where the gateway answers.
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

    /// <summary>The URI as it was written.</summary>
    public string Text { get; }

    /// <summary>Scheme, host and port of the gateway, and the path before its own where a proxy serves it below one.</summary>
    public Uri Address { get; }

    public string Namespace { get; }

    public string Name { get; }

    public bool IsPlainHttp => Address.Scheme == Uri.UriSchemeHttp;

    public static bool TryParse(string text, [NotNullWhen(true)] out RegistrationUri? registration)
    {
        registration = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            || uri.AbsolutePath.Trim('/').Split('/') is not
                [.. string[] prefix, "elemental", "v1", "namespaces", { Length: > 0 } @namespace, "registrations", { Length: > 0 } name]
            || prefix.Contains(""))
        {
            return false;
        }

        registration = new RegistrationUri(text, new Uri(new Uri(uri.GetLeftPart(UriPartial.Authority)), string.Join('/', prefix)), @namespace, name);
        return true;
    }

    public override string ToString() => Text;
}
