using System.Text;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.Manager.Tls;

/// <summary>Keeps the authority in a Secret, so that all replicas show certificates of one authority: for a manager inside a cluster.</summary>
/// <param name="client">The cluster.</param>
/// <param name="namespaceName">Namespace of the manager.</param>
internal sealed class SecretAuthorityStore(IKubernetesClient client, string namespaceName) : IAuthorityStore
{
    /// <summary>Name of the Secret.</summary>
    public const string SecretName = "elemental-manager-ca";

    private const string CertificateKey = "tls.crt";
    private const string PrivateKeyKey = "tls.key";

    /// <inheritdoc/>
    public async Task<CertificateAuthority?> FindAsync(CancellationToken cancellationToken)
    {
        if (await client.Resource<V1Secret>().FindAsync(namespaceName, SecretName, cancellationToken) is not { } secret)
            return null;

        return secret.Value(CertificateKey) is { Length: > 0 } certificate
            && secret.Value(PrivateKeyKey) is { Length: > 0 } key
            ? new CertificateAuthority(Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(key))
            : throw new StartupException(
                $"The Secret {namespaceName}/{SecretName} has no {CertificateKey} or no {PrivateKeyKey}; delete it to have the manager make a new authority.");
    }

    /// <inheritdoc/>
    public async Task<bool> TryAddAsync(CertificateAuthority authority, CancellationToken cancellationToken)
    {
        V1Secret secret = new()
        {
            Metadata = new V1ObjectMeta { Name = SecretName, NamespaceProperty = namespaceName },
            Type = "kubernetes.io/tls",
            Data = new Dictionary<string, byte[]>
            {
                [CertificateKey] = Encoding.UTF8.GetBytes(authority.CertificatePem),
                [PrivateKeyKey] = Encoding.UTF8.GetBytes(authority.KeyPem),
            },
        };
        try
        {
            await client.Resource<V1Secret>().CreateAsync(secret, cancellationToken: cancellationToken);
            return true;
        }
        catch (ApiException exception) when (exception.IsAlreadyExists)
        {
            // Another replica started at the same moment: its authority is ours.
            return false;
        }
    }
}
