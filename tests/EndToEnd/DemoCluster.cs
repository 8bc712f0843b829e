using System.Text.RegularExpressions;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing;

namespace ElementalProvider.EndToEnd;

/// <summary>What <c>hack/demo.sh</c> starts: API server, Cluster API, manager and four machines, each a process of its own.</summary>
public partial class DemoCluster : IAsyncLifetime
{
    public const int Machines = 4;


    private readonly TemporaryFolder _state = new();
    private RunningProgram? _program;

    /// <summary>The folder it keeps everything in.</summary>
    public string State => _state.Path;

    /// <summary>The kubeconfig that it told to use.</summary>
    public string Kubeconfig { get; private set; } = "";

    /// <summary>Options of the manager, as environment variables.</summary>
    protected virtual IReadOnlyDictionary<string, string> ManagerEnvironment { get; } = new Dictionary<string, string>();

    public virtual async Task InitializeAsync()
    {
        const string Export = "  export KUBECONFIG=";
        Command up = Dev("up", "--machines", $"{Machines}", "--state", State) with { Logs = State };
        up = up with { Environment = up.Environment.Concat(ManagerEnvironment).ToDictionary() };
        _program = up.Start();
        await _program.OutputAsync("its kubeconfig", lines => lines.Any(line => line.StartsWith(Export, StringComparison.Ordinal)));
        Kubeconfig = _program.Everything.Split('\n').Single(line => line.StartsWith(Export, StringComparison.Ordinal))[Export.Length..];
    }

    public async Task DisposeAsync()
    {
        if (_program is not null)
        {
            await using RunningProgram ended = _program;
            _program = null;
            (await ended.TerminateAsync()).Expect(exitCode: 0);
            Assert.Equal([], Processes());
        }

        _state.Dispose();
    }

    /// <summary>Command lines of the processes that work on this cluster's folder: manager, agents and the cluster itself.</summary>
    public IReadOnlyList<string> Processes() =>
        [.. Directory.EnumerateDirectories("/proc").Select(CommandLine).Where(line => line.Contains(State, StringComparison.Ordinal))];

    /// <summary>Lets the API server, Cluster API and the machines' power stand still until it is let go on; the manager and the agents run on.</summary>
    internal Task FreezeAsync() => _program!.SignalAsync("STOP");

    /// <summary>Lets it go on.</summary>
    internal Task ThawAsync() => _program!.SignalAsync("CONT");

    public IKubernetesClient NewClient() => new KubernetesClient(ClientConfiguration.Load(Kubeconfig));

    internal static Command Dev(params string[] arguments) => new(
        Executables.Dev,
        [.. arguments, "--manager", Executables.Manager, "--crds", Path.Combine(Executables.Repository, "config/crd")])
    {
        Environment = new Dictionary<string, string> { ["ELEMENTAL_AGENT"] = Executables.Agent },
    };

    /// <summary>A command line of a person whose KUBECONFIG is set to this cluster.</summary>
    /// <remarks>What a person gives kubectl as a limit is for a machine that does nothing else. Here it goes on as long as the cluster does.</remarks>
    internal Command Shell(string line) => new("/bin/sh", "-c", "exec " + Limit().Replace(line, "--timeout=1h"))
    {
        Environment = new Dictionary<string, string> { ["KUBECONFIG"] = Kubeconfig, ["KUBECACHEDIR"] = Path.Combine(State, "kubectl") },
        Logs = State,
    };

    /// <summary>Runs a command line that has to succeed.</summary>
    /// <returns>What it printed.</returns>
    internal async Task<string> RunAsync(string line) => (await Shell(line).RunAsync()).Expect(exitCode: 0).Output;

    /// <summary>Runs a command line that goes on, until what it has printed shows something; then ends it.</summary>
    internal async Task WatchAsync(string line, string what, Func<IReadOnlyList<string>, bool> shown)
    {
        await using RunningProgram watch = Shell(line).Start();
        await watch.OutputAsync(what, shown);
    }

    [GeneratedRegex(@"--timeout=\w+", RegexOptions.NonBacktracking)]
    private static partial Regex Limit();

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            // Not a process, or it has just ended.
            return "";
        }
    }
}
