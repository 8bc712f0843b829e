using System.Diagnostics;
using System.Text;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.Manager.Tests.Support;

/// <summary>The manager as a process, as a person or a kubelet starts it.</summary>
internal sealed class ManagerProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Lock _lock = new();

    private ManagerProgram(Process process) => _process = process;

    /// <summary>Everything it has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
                return _output.ToString();
        }
    }

    public static ManagerProgram Start(params string[] args) => Start(new Dictionary<string, string>(), args);

    public static ManagerProgram Start(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "elemental-manager"), args)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Neither this machine's kubeconfig nor its home may decide a test.
            Environment = { ["HOME"] = Path.GetTempPath(), ["KUBECONFIG"] = "", ["KUBERNETES_SERVICE_HOST"] = "" },
        };
        foreach ((string variable, string value) in environment)
            start.Environment[variable] = value;
        ManagerProgram program = new(Process.Start(start)!);
        program._process.OutputDataReceived += program.Append;
        program._process.ErrorDataReceived += program.Append;
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitCodeAsync()
    {
        using Patience patience = new(look: () => Output.Split('\n'));
        await _process.WaitForExitAsync(patience.Over);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop, as a kubelet does.</summary>
    public async Task TerminateAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Append(object sender, DataReceivedEventArgs line)
    {
        lock (_lock)
            _output.AppendLine(line.Data);
    }
}
