using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ElementalProvider.DevCluster;

/// <summary>A process of ours that writes into a log file. Disposing ends it.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private const int SigTerm = 15;

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Lock _logLock = new();

    private ChildProcess(Process process, StreamWriter log) => (_process, _log) = (process, log);

    /// <summary>The process has ended.</summary>
    public Task<int> Exited { get; private set; } = Task.FromResult(0);

    /// <summary>Starts a program; a .dll is run by dotnet.</summary>
    /// <param name="program">Path of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="logPath">File that its output is appended to.</param>
    /// <exception cref="DevClusterException">It cannot be started.</exception>
    public static ChildProcess Start(string program, IEnumerable<string> arguments, string logPath)
    {
        bool isAssembly = program.EndsWith(".dll", StringComparison.Ordinal);
        ProcessStartInfo start = new(isAssembly ? "dotnet" : program, isAssembly ? [program, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        Directory.CreateDirectory(Path.GetDirectoryName(logPath)!);
        StreamWriter log = new(new FileStream(logPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { AutoFlush = true };
        Process process = new() { StartInfo = start };
        ChildProcess child = new(process, log);
        try
        {
            process.OutputDataReceived += child.OnOutput;
            process.ErrorDataReceived += child.OnOutput;
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            log.Dispose();
            throw new DevClusterException($"{program} cannot be started: {exception.Message}.");
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        child.Exited = child.WaitAsync();
        return child;
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    /// <summary>Asks it to end, and ends it when it has not after a while.</summary>
    /// <param name="patience">How long it may take.</param>
    /// <param name="clock">Measures the patience.</param>
    public async Task StopAsync(TimeSpan patience, TimeProvider clock)
    {
        if (!_process.HasExited)
            _ = SendSignal(_process.Id, SigTerm);

        try
        {
            await Exited.WaitAsync(patience, clock);
        }
        catch (TimeoutException)
        {
            Kill();
            await Exited;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited;
        _process.Dispose();
        await _log.DisposeAsync();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int processId, int signal);

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private void OnOutput(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;

        lock (_logLock)
            _log.WriteLine(line.Data);
    }
}
