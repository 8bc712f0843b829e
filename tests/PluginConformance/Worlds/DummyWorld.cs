using System.Text;
using System.Text.Json;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Plugins;
using ElementalProvider.Agent.Plugins.Host;

namespace ElementalProvider.PluginConformance.Worlds;

/// <summary>A machine for the dummy OS: a folder, and a boot loader that writes what it booted.</summary>
internal sealed class DummyWorld : IPluginWorld
{
    private const string WorkDirectory = "/var/lib/elemental/agent";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("elemental-conformance-");
    private readonly HostRoot root;

    public DummyWorld()
    {
        root = new HostRoot(folder.FullName);
        Reboot();
    }

    public DiskFaults Disk { get; } = new();

    public JsonElement Install => Json("""{"osVersion":"v1"}""");

    public JsonElement Reset => Json("""{"resetOem":true}""");

    public string FilePath => "/etc/elemental/a.conf";

    public string BootId => Agent.Plugins.Host.BootId.Read(root);

    public string Snapshot
    {
        get
        {
            StringBuilder all = new();
            foreach (string path in Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                all.Append(path).Append(' ').Append(File.GetUnixFileMode(path)).Append('\n').Append(File.ReadAllText(path)).Append('\n');

            return all.ToString();
        }
    }

    public InitializeRequest Initialize => new() { Root = root.Directory, WorkDirectory = WorkDirectory };

    public IOsPlugin Open(TimeProvider clock) => OsPluginRegistry.Create("dummy", new PluginServices
    {
        Processes = new ProcessRunner(clock),
        Clock = clock,
        OpenFiles = host => new FaultyFiles(new HostFiles(host), Disk),
    });

    public JsonElement Version(string name) => Json($$"""{"osVersion":"{{name}}"}""");

    public JsonElement FailingVersion(string name, bool canRetry, int times) => Json(
        $$$"""{"osVersion":"{{{name}}}","simulate":{"failWith":"It does not work.","canRetry":{{{(canRetry ? "true" : "false")}}},"failTimes":{{{times}}}}}""");

    public void Reboot()
    {
        string run = root.Resolve("/run");
        if (Directory.Exists(run))
            Directory.Delete(run, recursive: true);

        Write(Agent.Plugins.Host.BootId.HostPath, Guid.NewGuid().ToString("D") + "\n");
    }

    public void RebootFallingBack()
    {
        Reboot();
        string active = Read("/boot/elemental/active").Trim();
        string failed = Json(Read($"/boot/elemental/slot-{active}.json")).GetProperty("id").GetString()!;
        Write("/run/elemental/boot.json", $$"""{"slot":"{{(active == "a" ? "b" : "a")}}","failed":"{{failed}}"}""");
    }

    public void BootRecovery()
    {
        Reboot();
        File.Delete(root.Resolve(Path.Join(WorkDirectory, "needs.reset")));
        Write("/run/elemental/boot.json", """{"slot":"recovery"}""");
    }

    /// <summary>Where something of the host is, for whoever plants a fault into it.</summary>
    public string PathOf(string hostPath) => root.Resolve(hostPath);

    public void Dispose() => folder.Delete(recursive: true);

    private string Read(string path) => File.ReadAllText(root.Resolve(path));

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(root.Resolve(path))!);
        File.WriteAllText(root.Resolve(path), text);
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private sealed class FaultyFiles(IHostFiles inner, DiskFaults faults) : IHostFiles
    {
        public bool Exists(string hostPath) => inner.Exists(hostPath);

        public Task<string?> ReadAsync(string hostPath, CancellationToken cancellationToken) => inner.ReadAsync(hostPath, cancellationToken);

        public Task WriteAsync(string hostPath, ReadOnlyMemory<byte> content, UnixFileMode mode, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            faults.Change();
            return inner.WriteAsync(hostPath, content, mode, cancellationToken);
        }

        public void Delete(string hostPath)
        {
            if (!inner.Exists(hostPath))
                return;

            faults.Change();
            inner.Delete(hostPath);
        }
    }
}
