namespace ElementalProvider.ControllerRuntime.Client.Configuration;

/// <summary>What of the process's surroundings decides which configuration is used.</summary>
internal sealed record ConfigurationEnvironment
{
    /// <summary>Value of <c>KUBECONFIG</c>: files, separated as in <c>PATH</c>.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The user's home folder.</summary>
    public string Home { get; init; } = "";

    /// <summary>Value of <c>KUBERNETES_SERVICE_HOST</c>, set in every pod.</summary>
    public string? ServiceHost { get; init; }

    /// <summary>Value of <c>KUBERNETES_SERVICE_PORT</c>, set in every pod.</summary>
    public string? ServicePort { get; init; }

    /// <summary>Folder where the cluster mounts the service account.</summary>
    public string ServiceAccountFolder { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static ConfigurationEnvironment OfThisProcess() => new()
    {
        Kubeconfig = Environment.GetEnvironmentVariable("KUBECONFIG"),
        Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        ServiceHost = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"),
        ServicePort = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT"),
    };
}
