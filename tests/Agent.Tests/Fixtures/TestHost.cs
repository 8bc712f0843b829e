using ElementalProvider.Agent.Hosts;
using ElementalProvider.Agent.Plugins.Host;

namespace ElementalProvider.Agent.Tests.Fixtures;

/// <summary>A folder that stands for a machine. A reboot empties its <c>/run</c> and gives it another boot id.</summary>
internal sealed class TestHost : IDisposable
{
    public const string WorkDirectory = "/var/lib/elemental/agent";
    public const string ConfigPath = "/etc/elemental/agent/config.yaml";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("elemental-agent-test-");

    public TestHost()
    {
        Root = new HostRoot(folder.FullName);
        Write("/etc/hostname", "localhost\n");
        Reboot();
    }

    public HostRoot Root { get; }

    public string CurrentBoot => BootId.Read(Root);

    /// <summary>What the agent last wanted of the machine's power, or null.</summary>
    public string? PowerRequest => Exists(PowerControl.RequestPath) ? Read(PowerControl.RequestPath) : null;

    public void Reboot()
    {
        string run = Root.Resolve("/run");
        if (Directory.Exists(run))
            Directory.Delete(run, recursive: true);

        Directory.CreateDirectory(run);
        Write(BootId.HostPath, Guid.NewGuid().ToString("D") + "\n");
    }

    public bool Exists(string hostPath) => File.Exists(Root.Resolve(hostPath));

    public string Read(string hostPath) => File.ReadAllText(Root.Resolve(hostPath));

    public void Write(string hostPath, string content)
    {
        string path = Root.Resolve(hostPath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    public void Delete(string hostPath) => File.Delete(Root.Resolve(hostPath));

    public UnixFileMode Mode(string hostPath) => File.GetUnixFileMode(Root.Resolve(hostPath));

    public static string InWorkDirectory(string name) => Path.Join(WorkDirectory, name);

    public void Dispose() => folder.Delete(recursive: true);
}
