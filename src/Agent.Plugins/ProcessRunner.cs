using System.ComponentModel;
using System.Diagnostics;

namespace ElementalProvider.Agent.Plugins;

/// <summary>Runs programs on this machine.</summary>
public sealed class ProcessRunner : IProcessRunner
{
    /// <inheritdoc/>
    public async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        string commandLine = string.Join(' ', [program, .. arguments]);
        using Process process = Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false }, commandLine);
        try
        {
            string errors = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
                throw new OsPluginException($"\"{commandLine}\" ended with exit code {process.ExitCode}: {errors.Trim()}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start, string commandLine)
    {
        try
        {
            return Process.Start(start) ?? throw new OsPluginException($"\"{commandLine}\" could not be started.");
        }
        catch (Win32Exception exception)
        {
            throw new OsPluginException($"\"{commandLine}\" could not be started: {exception.Message}.", exception);
        }
    }
}
