using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>Does for the manager's webhooks what cert-manager and the Service in config/webhook do in a cluster.</summary>
internal static class ManagerWebhooks
{
    /// <summary>Writes a certificate for loopback, tls.crt and tls.key, into a folder.</summary>
    /// <returns>The certificate (PEM) of the authority it is from, which exists for it alone.</returns>
    /// <exception cref="DevClusterException">It cannot be written.</exception>
    public static string WriteCertificate(string folder, TimeProvider clock)
    {
        using ServerAuthority authority = ServerAuthority.Create(clock);
        using X509Certificate2 certificate = authority.IssueServing(System.Net.IPAddress.Loopback, []);
        PrivateFile.Write(Path.Join(folder, "tls.key"), ServerAuthority.ExportKey(certificate));
        PrivateFile.Write(Path.Join(folder, "tls.crt"), certificate.ExportCertificatePem());
        return authority.CertificatePem;
    }

    /// <summary>Has the API server ask the manager as config/webhook has it, at another address.</summary>
    /// <exception cref="DevClusterException">The API server refuses.</exception>
    public static async Task RegisterAsync(IKubernetesClient client, Uri manager, string authorityPem, CancellationToken cancellationToken)
    {
        WebhookConfiguration configuration = At(EmbeddedManifests.In("ManagerWebhooks").Single(), manager, authorityPem);
        try
        {
            await client.Resource<WebhookConfiguration>().CreateAsync(configuration, null, cancellationToken);
        }
        catch (ApiException exception)
        {
            throw new DevClusterException($"The webhooks of the manager are refused: {exception.Message}");
        }
    }

    /// <summary>A configuration whose webhooks are served at an address instead of by a Service.</summary>
    /// <param name="yaml">The configuration.</param>
    /// <param name="address">The address.</param>
    /// <param name="authorityPem">What to trust there.</param>
    public static WebhookConfiguration At(string yaml, Uri address, string authorityPem)
    {
        WebhookConfiguration configuration = YamlText.Parse(yaml).Deserialize(KindOf<WebhookConfiguration>.Json)!;
        foreach (JsonNode? webhook in configuration.Webhooks)
        {
            string path = webhook!["clientConfig"]!["service"]!["path"]!.GetValue<string>();
            webhook["clientConfig"] = new JsonObject
            {
                ["url"] = new Uri(address, path).AbsoluteUri,
                ["caBundle"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(authorityPem)),
            };
        }

        return configuration;
    }
}
