namespace ElementalProvider.DevCluster.Machines;

/// <summary>Where a simulated machine is kept: its file system, its firmware and what is to fail.</summary>
/// <param name="Path">The folder.</param>
internal sealed record MachineFolder(string Path)
{
    /// <summary>Where the agent's configuration is, as a path of the machine.</summary>
    public const string AgentConfig = "/etc/elemental/agent/config.yaml";

    public const string Hostname = "/etc/hostname";
    public const string BootId = "/proc/sys/kernel/random/boot_id";
    public const string PowerRequest = "/run/elemental/power";
    public const string AgentLog = "/var/log/elemental-agent.log";
    public const string CloudInitLog = "/var/log/cloud-init-output.log";
    public const string BootstrapConfig = "/etc/cloud/cloud.cfg.d/elemental-capi-bootstrap.cfg";

    /// <summary>Says which bootstrap config the machine has executed.</summary>
    public const string CloudInstance = "/var/lib/cloud/instance/bootstrap-executed";

    /// <summary>How the kubelet talks to the API server; there once the machine has joined.</summary>
    public const string KubeletKubeconfig = "/etc/kubernetes/kubelet.conf";

    /// <summary>The root of the machine's file system.</summary>
    public string Root => System.IO.Path.Join(Path, "root");

    /// <summary>What the firmware boots next: there and saying recovery until a reset has ended well.</summary>
    public string BootEntry => System.IO.Path.Join(Path, "firmware", "boot-entry");

    /// <summary>Where faults are asked for.</summary>
    public string Faults => System.IO.Path.Join(Path, "faults");

    /// <summary>A fault asked for, an empty file: <c>fail-next-boot</c>, <c>fail-next-bootstrap</c> or <c>unplugged</c>.</summary>
    public string Fault(string name) => System.IO.Path.Join(Faults, name);

    /// <summary>A path of the machine as one this process can open. <c>..</c> does not climb out.</summary>
    public string Resolve(string hostPath) => Root + System.IO.Path.GetFullPath(hostPath, "/");

    /// <summary>Text of a file of the machine, trimmed, or null.</summary>
    public string? Read(string hostPath) => File.Exists(Resolve(hostPath)) ? File.ReadAllText(Resolve(hostPath)).Trim() : null;

    /// <summary>Writes a file of the machine that only its owner can read.</summary>
    public void Write(string hostPath, string content)
    {
        string path = Resolve(hostPath);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        using FileStream stream = new(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        stream.Write(System.Text.Encoding.UTF8.GetBytes(content));
    }

    public void Append(string hostPath, string line)
    {
        string path = Resolve(hostPath);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.AppendAllText(path, line + "\n");
    }

    /// <summary>Removes a file or a whole folder of the machine.</summary>
    public void Remove(string hostPath)
    {
        string path = Resolve(hostPath);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else if (File.Exists(path))
            File.Delete(path);
    }
}
