using System.Diagnostics;
using System.Text;

namespace ElementalProvider.EndToEnd;

/// <summary>Runs a program to its end and keeps what it printed.</summary>
internal sealed record Command(string Program, params string[] Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? Input { get; init; }

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="TimeoutException">It did not end in time; it was killed, and the message has what it printed.</exception>
    public async Task<Outcome> RunAsync(TimeSpan timeout)
    {
        using Process process = Start();
        StringBuilder output = new();
        StringBuilder error = new();
        Task reading = Task.WhenAll(CopyAsync(process.StandardOutput, output), CopyAsync(process.StandardError, error));
        await process.StandardInput.WriteAsync(Input);
        process.StandardInput.Close();

        using CancellationTokenSource expiry = new(timeout);
        try
        {
            await process.WaitForExitAsync(expiry.Token);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            await reading;
            throw new TimeoutException($"{this} did not end within {timeout}.\n{output}\n{error}", exception);
        }

        await reading;
        return new Outcome(process.ExitCode, output.ToString(), error.ToString());
    }

    /// <summary>Starts it and leaves it running.</summary>
    public Process Start()
    {
        ProcessStartInfo start = new(Program, Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Executables.Repository,
        };
        foreach ((string name, string value) in Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public override string ToString() => $"{Path.GetFileName(Program)} {string.Join(' ', Arguments)}";

    private static async Task CopyAsync(StreamReader from, StringBuilder to)
    {
        while (await from.ReadLineAsync() is { } line)
            to.AppendLine(line);
    }
}
