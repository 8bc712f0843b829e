namespace ElementalProvider.DevCluster.Setup;

/// <summary>The one folder that everything is kept in. Held by one process at a time; disposing lets it go.</summary>
internal sealed class StateFolder : IDisposable
{
    /// <summary>File name of the administrator's kubeconfig.</summary>
    public const string KubeconfigName = "kubeconfig";

    private const string LockName = "lock";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private StateFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    public string Logs => System.IO.Path.Join(Path, "logs");

    public string Machines => System.IO.Path.Join(Path, "machines");

    /// <summary>What the API servers of control plane machines keep.</summary>
    public string ControlPlanes => System.IO.Path.Join(Path, "control-planes");

    public string ManagerKubeconfig => System.IO.Path.Join(Path, "manager-kubeconfig");

    public string ManagerTls => System.IO.Path.Join(Path, "manager-tls");

    public string WebhookCertificate => System.IO.Path.Join(Path, "webhook-certificate");

    public string Kubeconfig => System.IO.Path.Join(Path, KubeconfigName);

    /// <summary>Takes the folder; it is made when it is not there.</summary>
    /// <exception cref="DevClusterException">Another process holds it, or it cannot be written.</exception>
    public static StateFolder Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full, Private);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DevClusterException($"{full} cannot be made: {exception.Message.TrimEnd('.')}; name another folder with --state.");
        }

        try
        {
            FileStream held = new(System.IO.Path.Join(full, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new StateFolder(full, held);
        }
        catch (UnauthorizedAccessException)
        {
            throw new DevClusterException($"{full} cannot be written; name another folder with --state.");
        }
        catch (IOException)
        {
            throw new DevClusterException($"{full} is used by another elemental-dev; stop it, or name another folder with --state.");
        }
    }

    /// <summary>Whether a process holds the folder now.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            using FileStream held = new(System.IO.Path.Join(path, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Removes what an earlier run left of machines: the API server that knew them is gone.</summary>
    public void Clear()
    {
        foreach (string folder in (string[])[Machines, ControlPlanes, Logs])
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(Logs);
    }

    public void Dispose() => _lock.Dispose();
}
