using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Kubernetes.Configuration;

namespace ElementalProvider.Kubernetes;

/// <summary>Where the API server is and who we are to it. Its text form names the server and never shows a credential.</summary>
public sealed record KubernetesClientConfiguration
{
    /// <summary>Base address of the API server; may carry a path prefix.</summary>
    public required Uri Server { get; init; }

    /// <summary>Authorities that may sign the server's certificate; null trusts those of the system.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>Name that the server's certificate must have, where it differs from the host of <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Whether any certificate of the server is accepted.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>Our certificate with its private key.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Our bearer token.</summary>
    public string? Token { get; init; }

    /// <summary>File that holds our bearer token; read again when it rotates. Wins over <see cref="Token"/>.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Proxy to go through; null uses that of the environment.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Namespace of the context or of the pod.</summary>
    public string? Namespace { get; init; }

    /// <summary>
    /// Finds the configuration the way kubectl does: an explicit file, else the files of <c>KUBECONFIG</c> merged, else the service account
    /// of the pod, else <c>~/.kube/config</c>.
    /// </summary>
    /// <param name="kubeconfigPath">A kubeconfig file, or null to look for one.</param>
    /// <param name="context">A context of the kubeconfig, or null for its current one.</param>
    /// <exception cref="KubernetesConfigurationException">There is none, or it is wrong; the message names the file and the field.</exception>
    public static KubernetesClientConfiguration Load(string? kubeconfigPath = null, string? context = null) =>
        ConfigurationLoader.Load(kubeconfigPath, context, ConfigurationEnvironment.OfThisProcess());

    /// <summary>Reads the text of a kubeconfig; relative paths in it are relative to the working directory.</summary>
    /// <param name="yaml">The kubeconfig.</param>
    /// <exception cref="KubernetesConfigurationException">It is wrong; the message names the field.</exception>
    public static KubernetesClientConfiguration FromKubeconfig(string yaml) => FromKubeconfig(yaml, context: null);

    /// <summary>Reads the text of a kubeconfig; relative paths in it are relative to the working directory.</summary>
    /// <param name="yaml">The kubeconfig.</param>
    /// <param name="context">A context of it, or null for its current one.</param>
    /// <exception cref="KubernetesConfigurationException">It is wrong; the message names the field.</exception>
    public static KubernetesClientConfiguration FromKubeconfig(string yaml, string? context) =>
        Kubeconfig.Parse(yaml, "the kubeconfig", Environment.CurrentDirectory).Resolve(context);

    /// <summary>The service account that the cluster mounted into this pod.</summary>
    /// <exception cref="KubernetesConfigurationException">This process does not run in a pod.</exception>
    public static KubernetesClientConfiguration InCluster() => ConfigurationLoader.InCluster(ConfigurationEnvironment.OfThisProcess());

    /// <summary>
    /// Makes a connection pool of the caller's own that trusts the server and shows the client certificate, for requests that no typed client makes.
    /// Sending a token is left to the caller.
    /// </summary>
    /// <param name="options">How it connects.</param>
    public SocketsHttpHandler CreateHandler(KubernetesClientOptions options) => Transport.HttpHandlers.Create(this, options);

    /// <inheritdoc/>
    public override string ToString() => $"Kubernetes API server {Server}";
}
