using System.Text;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Manager.Options;

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
        if (await AskAsync("read", secrets => secrets.FindAsync(namespaceName, SecretName, cancellationToken), cancellationToken) is not { } secret)
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
            await AskAsync<V1Secret>("made", secrets => secrets.CreateAsync(secret, cancellationToken: cancellationToken), cancellationToken);
            return true;
        }
        catch (ApiException exception) when (exception.IsAlreadyExists)
        {
            // Another replica started at the same moment: its authority is ours.
            return false;
        }
    }

    private async Task<T> AskAsync<T>(string verb, Func<IResourceClient<V1Secret>, Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await request(client.Resource<V1Secret>());
        }
        catch (ApiException exception) when (exception.IsForbidden)
        {
            throw new StartupException(
                $"The manager may not use the Secret {namespaceName}/{SecretName}, which keeps its authority: it could not be {verb}, {exception.Message}; "
                + $"give its service account the rights of config/rbac, or choose a folder by {ManagerSettings.TlsDir.Flag}.",
                exception);
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            throw new StartupException(
                $"The Secret {namespaceName}/{SecretName}, which keeps the manager's authority, could not be {verb}: {exception.Message}; start the manager again "
                + "once the API server answers.",
                exception);
        }
    }

    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        ApiException refusal => !refusal.IsAlreadyExists,
        HttpRequestException or TimeoutException => true,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => false,
    };
}
