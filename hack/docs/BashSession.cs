using System.Diagnostics;
using System.Globalization;

namespace ElementalProvider.DocumentCheck;

/// <summary>One shell that runs the commands of a document, so that a variable set by one is there for the next.</summary>
internal sealed class BashSession : IDisposable
{
    private readonly Process _bash;
    private readonly string _mark = $"--{Guid.NewGuid():N}--";

    public BashSession()
    {
        ProcessStartInfo start = new("bash", ["--noprofile", "--norc"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        _bash = Process.Start(start) ?? throw new InvalidOperationException("bash did not start");
        _bash.StandardInput.WriteLine("exec 2>&1");
    }

    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">What a person types.</param>
    /// <param name="patience">How long it may print nothing.</param>
    /// <returns>Its exit code, and what it printed on both outputs.</returns>
    /// <exception cref="TimeoutException">It did not end, and printed nothing any more; the message has what it printed. The session is of no use any more.</exception>
    public async Task<(int ExitCode, IReadOnlyList<string> Lines)> RunAsync(string command, TimeSpan patience)
    {
        // The command must not read the commands that follow it.
        await _bash.StandardInput.WriteLineAsync($"{{ {command}\n}} </dev/null\nprintf '\\n%s%d\\n' '{_mark}' $?");
        await _bash.StandardInput.FlushAsync();
        List<string> lines = [];
        using CancellationTokenSource expiry = new(patience);
        try
        {
            while (await _bash.StandardOutput.ReadLineAsync(expiry.Token) is { } line)
            {
                if (line.StartsWith(_mark, StringComparison.Ordinal))
                    return (int.Parse(line[_mark.Length..], CultureInfo.InvariantCulture), WithoutLastBlank(lines));
                lines.Add(line);
                expiry.CancelAfter(patience);
            }
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"It did not end, and printed nothing for {patience.TotalSeconds:0} s. It printed:\n{string.Join('\n', lines)}", exception);
        }

        throw new InvalidOperationException($"The shell ended. It printed:\n{string.Join('\n', lines)}");
    }

    public void Dispose()
    {
        _bash.Kill(entireProcessTree: true);
        _bash.WaitForExit();
        _bash.Dispose();
    }

    // Ends the last line where the command did not do so itself.
    private static List<string> WithoutLastBlank(List<string> lines) => lines is [.. var all, ""] ? all : lines;
}
