using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>
/// How the kubelet of a machine talks to the API server. Its kubeconfig is looked at anew each time: it may have another authority or other credentials now.
/// </summary>
/// <param name="folder">The machine.</param>
/// <param name="workloadKubeconfig">A kubeconfig file to use instead of the machine's own.</param>
internal sealed class KubeletConnection(MachineFolder folder, string? workloadKubeconfig) : IDisposable
{
    private string? _text;
    private KubernetesClient? _client;

    /// <summary>A client, good until the next call; null on a machine that has not joined.</summary>
    /// <exception cref="KubernetesConfigurationException">The kubeconfig is none.</exception>
    /// <exception cref="DevClusterException">The kubeconfig file cannot be read.</exception>
    public KubernetesClient? Open()
    {
        if (folder.Read(MachineFolder.KubeletKubeconfig) is not { } own)
            return null;

        string text = workloadKubeconfig is null ? own : Read(workloadKubeconfig);
        if (_client is not null && text == _text)
            return _client;

        Dispose();
        _client = new KubernetesClient(ClientConfiguration.Parse(text));
        _text = text;
        return _client;
    }

    /// <summary>The text of a kubeconfig file.</summary>
    /// <exception cref="DevClusterException">It cannot be read.</exception>
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DevClusterException($"--workload-kubeconfig: {exception.Message}");
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _client = null;
    }
}
