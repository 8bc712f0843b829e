using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ElementalProvider.ControllerRuntime.Client.Configuration;

/// <summary>Reads the user part of a kubeconfig.</summary>
internal static class KubeconfigUser
{
    /// <summary>Ways to log in that nobody needs any more.</summary>
    private static readonly (string Field, string Advice)[] Unsupported =
    [
        ("auth-provider", "asks for an auth provider, which Kubernetes no longer has; use exec, a token, tokenFile or client-certificate"),
        ("username", "asks for a password login, which Kubernetes no longer has; use exec, a token, tokenFile or client-certificate"),
    ];

    private static readonly string[] PluginVersions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    public static void Apply(KubeconfigEntry user, KubernetesClientConfiguration configuration)
    {
        foreach ((string field, string advice) in Unsupported)
        {
            if (user.Has(field))
                throw user.Wrong(field, advice);
        }

        // As in kubectl: a file wins over a text, and a token over a plugin.
        configuration.AccessToken = user.Text("token");
        if (user.FilePath("tokenFile") is { } file)
            configuration.TokenProvider = new TokenFile(file, TimeProvider.System);
        else if (configuration.AccessToken is null && user.Map("exec") is { } exec)
            configuration.TokenProvider = new CredentialPlugin(ReadPlugin(user, exec), TimeProvider.System);
        ApplyCertificate(user, configuration);
    }

    private static CredentialPluginSettings ReadPlugin(KubeconfigEntry user, KubeconfigEntry exec)
    {
        string version = exec.Text("apiVersion") ?? throw exec.Wrong("apiVersion", $"is not set; it must be {string.Join(" or ", PluginVersions)}");
        if (!PluginVersions.Contains(version))
            throw exec.Wrong("apiVersion", $"must be {string.Join(" or ", PluginVersions)}, not '{version}'");
        if (exec.Text("interactiveMode") == "Always")
            throw exec.Wrong("interactiveMode", "is Always, but nobody sits in front of this process; use a plugin that asks nobody");

        return new CredentialPluginSettings(
            user.Name,
            version,
            exec.Program("command") ?? throw exec.Wrong("command", "is not set"),
            exec.Texts("args"),
            [.. exec.Maps("env").Select(variable => KeyValuePair.Create(
                variable.Text("name") ?? throw variable.Wrong("name", "is not set"), variable.Text("value") ?? ""))]);
    }

    private static void ApplyCertificate(KubeconfigEntry user, KubernetesClientConfiguration configuration)
    {
        string? certificate = user.Pem("client-certificate");
        string? key = user.Pem("client-key");
        if (certificate is null && key is null)
            return;

        if (certificate is null)
            throw user.Wrong("client-certificate", "is not set although client-key is");

        if (key is null)
            throw user.Wrong("client-key", "is not set although client-certificate is");

        try
        {
            using X509Certificate2 pair = X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // The inner message could quote the key.
            throw user.Wrong("client-certificate", "and client-key are no matching pair in PEM form");
        }

        configuration.ClientCertificateData = Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate));
        configuration.ClientCertificateKeyData = Convert.ToBase64String(Encoding.UTF8.GetBytes(key));
    }
}
