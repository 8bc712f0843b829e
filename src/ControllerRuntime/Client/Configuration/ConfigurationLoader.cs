using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.ControllerRuntime.Client.Configuration;

/// <summary>Decides which configuration is used, and reads it.</summary>
internal static class ConfigurationLoader
{
    public static KubernetesClientConfiguration Load(string? kubeconfigPath, string? context, ConfigurationEnvironment environment)
    {
        if (!string.IsNullOrEmpty(kubeconfigPath))
            return ReadFile(kubeconfigPath).Resolve(context);

        if (!string.IsNullOrEmpty(environment.Kubeconfig))
            return ReadMerged(environment.Kubeconfig).Resolve(context);

        // A context can only be meant for a kubeconfig.
        if (!string.IsNullOrEmpty(environment.ServiceHost) && context is null)
            return InCluster(environment);

        string ofUser = Path.Combine(environment.Home, ".kube", "config");
        if (File.Exists(ofUser))
            return ReadFile(ofUser).Resolve(context);

        throw new KubernetesConfigurationException(
            $"No Kubernetes configuration found: there is no {ofUser}, KUBECONFIG is not set and this is no pod; pass a kubeconfig file.");
    }

    public static KubernetesClientConfiguration InCluster(ConfigurationEnvironment environment)
    {
        if (string.IsNullOrEmpty(environment.ServiceHost) || string.IsNullOrEmpty(environment.ServicePort))
        {
            throw new KubernetesConfigurationException(
                "This process does not run in a pod: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set; pass a kubeconfig file.");
        }

        string host = environment.ServiceHost.Contains(':') ? $"[{environment.ServiceHost}]" : environment.ServiceHost;
        if (!Uri.TryCreate($"https://{host}:{environment.ServicePort}", UriKind.Absolute, out Uri? server))
        {
            throw new KubernetesConfigurationException(
                $"KUBERNETES_SERVICE_HOST '{environment.ServiceHost}' and KUBERNETES_SERVICE_PORT '{environment.ServicePort}' make no address.");
        }

        string tokenFile = Path.Combine(environment.ServiceAccountFolder, "token");
        if (!File.Exists(tokenFile))
        {
            throw new KubernetesConfigurationException(
                $"The service account token {tokenFile} is not there; let the pod mount it (automountServiceAccountToken).");
        }

        string namespaceFile = Path.Combine(environment.ServiceAccountFolder, "namespace");
        return new KubernetesClientConfiguration
        {
            Host = server.AbsoluteUri,
            TokenProvider = new TokenFile(tokenFile, TimeProvider.System),
            SslCaCerts = ReadAuthorities(Path.Combine(environment.ServiceAccountFolder, "ca.crt")),
            Namespace = File.Exists(namespaceFile) ? File.ReadAllText(namespaceFile).Trim() : null,
        };
    }

    private static X509Certificate2Collection ReadAuthorities(string path)
    {
        try
        {
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPemFile(path);
            return authorities;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new KubernetesConfigurationException($"The cluster's certificate authority {path} cannot be read: {exception.Message}", exception);
        }
    }

    private static KubeconfigDocument ReadMerged(string paths)
    {
        // kubectl skips files of the list that do not exist.
        List<KubeconfigDocument> files = [.. paths.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(File.Exists)
            .Select(ReadFile)];
        return files.Count == 0
            ? throw new KubernetesConfigurationException($"None of the files of KUBECONFIG exists: {paths}.")
            : files.Aggregate((first, second) => first.MergedWith(second));
    }

    private static KubeconfigDocument ReadFile(string path)
    {
        try
        {
            return KubeconfigDocument.Parse(File.ReadAllText(path), path, Path.GetDirectoryName(Path.GetFullPath(path)) ?? "");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesConfigurationException($"The kubeconfig {path} cannot be read: {exception.Message}", exception);
        }
    }
}
