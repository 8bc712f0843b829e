using System.Diagnostics;

namespace ElementalProvider.Agent.Tests.Fixtures;

/// <summary>The built executable as a process of its own.</summary>
internal static class AgentProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // The native one where hack/test.sh has built it. The copy beside the tests runs on their shared framework, which the agent's own settings do
    // not name.
    private static readonly string Executable = Environment.GetEnvironmentVariable("ELEMENTAL_AGENT") is { Length: > 0 } named ? named : Path.GetFullPath(Path.Join(
        AppContext.BaseDirectory,
        $"../../ElementalProvider.Agent/{Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))}/elemental-agent"));

    /// <summary>Starts the agent.</summary>
    public static Process Start(params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(Executable, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return Process.Start(start) ?? throw new InvalidOperationException("The agent did not start.");
    }

    /// <summary>Runs the agent to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params IEnumerable<string> arguments)
    {
        using Process process = Start(arguments);
        using CancellationTokenSource timeout = new(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, await output, await errors);
    }
}
