using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.Kubernetes.Configuration;

/// <summary>Reads the user part of a kubeconfig.</summary>
internal static class KubeconfigUser
{
    /// <summary>Ways to log in that need another program or a password; a controller has a token or a certificate.</summary>
    private static readonly (string Field, string Advice)[] Unsupported =
    [
        ("exec", "asks for an exec plugin, which is not supported; use a token, tokenFile or client-certificate"),
        ("auth-provider", "asks for an auth provider, which is not supported; use a token, tokenFile or client-certificate"),
        ("username", "asks for a password login, which Kubernetes no longer has; use a token, tokenFile or client-certificate"),
    ];

    public static KubernetesClientConfiguration Apply(KubeconfigEntry user, KubernetesClientConfiguration cluster)
    {
        foreach ((string field, string advice) in Unsupported)
        {
            if (user.Has(field))
                throw user.Wrong(field, advice);
        }

        return cluster with
        {
            Token = user.Text("token"),
            TokenFile = user.FilePath("tokenFile"),
            ClientCertificate = ReadCertificate(user),
        };
    }

    private static X509Certificate2? ReadCertificate(KubeconfigEntry user)
    {
        string? certificate = user.Pem("client-certificate");
        string? key = user.Pem("client-key");
        if (certificate is null && key is null)
            return null;

        if (certificate is null)
            throw user.Wrong("client-certificate", "is not set although client-key is");

        if (key is null)
            throw user.Wrong("client-key", "is not set although client-certificate is");

        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // The inner message could quote the key.
            throw user.Wrong("client-certificate", "and client-key are no matching pair in PEM form");
        }
    }
}
