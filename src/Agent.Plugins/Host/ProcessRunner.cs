using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using ElementalProvider.Agent.Contract;

namespace ElementalProvider.Agent.Plugins.Host;

/// <summary>Runs programs of the host: the one seam between agent, plugins and processes.</summary>
public interface IProcessRunner
{
    /// <summary>Runs a program to its end, whatever its exit code.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="cancellationToken">Kills the program and everything it has started.</param>
    /// <exception cref="PluginException">The program could not be started, or was stopped at its deadline.</exception>
    Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken);
}

/// <summary>A program to run.</summary>
/// <param name="Program">Name or path.</param>
/// <param name="Arguments">Arguments, each passed as it is. Other users of the host can see them: secrets go by <see cref="Input"/>.</param>
public sealed record ProcessRequest(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>What the program reads from its standard input; it then sees the end.</summary>
    public string Input { get; init; } = "";

    /// <summary>Variables that the program gets beside those of the agent.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>When the program, and all that it has started, is stopped.</summary>
    public DateTimeOffset Deadline { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>How many characters are kept of each of its outputs: the last ones.</summary>
    public int OutputLimit { get; init; } = 1024 * 1024;

    /// <summary>The command as one types it.</summary>
    public override string ToString() => string.Join(' ', [Program, .. Arguments]);
}

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">The end of its standard output.</param>
/// <param name="Errors">The end of its standard error.</param>
public sealed record ProcessResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Fails where the exit code is not 0, in one sentence, with the end of what the program said.</summary>
    /// <param name="request">What was run.</param>
    /// <param name="canRetry">Whether running it again later can end better.</param>
    /// <exception cref="PluginException">The exit code is not 0.</exception>
    public ProcessResult ThrowIfFailed(ProcessRequest request, bool canRetry = true) => ExitCode == 0
        ? this
        : throw new PluginException($"\"{request}\" ended with exit code {ExitCode}{LastWords()}.") { CanRetry = canRetry, Output = OutputText.Tail(Output + Errors) };

    private string LastWords()
    {
        string[] lines = OutputText.Scrub(Errors.Trim()).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines is [.., var last] ? $": {last.TrimEnd('.')}" : "";
    }
}

/// <summary>Runs programs on this machine.</summary>
/// <param name="clock">The time that deadlines are measured by.</param>
public sealed class ProcessRunner(TimeProvider clock) : IProcessRunner
{
    /// <inheritdoc/>
    public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        TimeSpan patience = request.Deadline - clock.GetUtcNow();
        if (patience <= TimeSpan.Zero)
            throw Late(request);

        using CancellationTokenSource late = new(patience < MaxTimer ? patience : Timeout.InfiniteTimeSpan, clock);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        using Process process = Start(request);
        try
        {
            Task<string> output = ReadEndAsync(process.StandardOutput, request.OutputLimit, ending.Token);
            Task<string> errors = ReadEndAsync(process.StandardError, request.OutputLimit, ending.Token);
            await WriteInputAsync(process, request.Input, ending.Token);
            await process.WaitForExitAsync(ending.Token);
            return new ProcessResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw Late(request);
        }
    }

    // Timers bear no more than this; a deadline beyond it is none.
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(40);

    private static PluginException Late(ProcessRequest request) => new($"\"{request}\" did not end by its deadline and was stopped.");

    private static Process Start(ProcessRequest request)
    {
        ProcessStartInfo start = new(request.Program, request.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach ((string name, string value) in request.Environment)
            start.Environment[name] = value;

        try
        {
            return Process.Start(start) ?? throw new PluginException($"\"{request}\" could not be started.");
        }
        catch (Win32Exception exception)
        {
            throw new PluginException($"\"{request}\" could not be started: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private static async Task WriteInputAsync(Process process, string input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended, or closed its input, without reading all of it: its exit code tells whether that matters.
            return;
        }
    }

    private static async Task<string> ReadEndAsync(StreamReader reader, int limit, CancellationToken cancellationToken)
    {
        StringBuilder end = new();
        char[] buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            end.Append(buffer, 0, read);
            if (end.Length > limit * 2L)
                end.Remove(0, end.Length - limit);
        }

        return end.Length > limit ? end.ToString(end.Length - limit, limit) : end.ToString();
    }
}
