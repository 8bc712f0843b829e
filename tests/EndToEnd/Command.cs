using System.Diagnostics;

namespace ElementalProvider.EndToEnd;

/// <summary>A program and its arguments, ready to be started in the root of the repository.</summary>
internal sealed record Command(string Program, params string[] Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Folder with the logs of those who do what it waits for: as long as one says something new, it is not given up. Null where there are none.</summary>
    public string? Logs { get; init; }

    /// <summary>Starts it and leaves it running.</summary>
    public RunningProgram Start()
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
        return new RunningProgram(ToString(), Process.Start(start)!, () => Logs is null ? [] : LogFiles.Lines(Logs));
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="patience">How long neither it nor its helpers may say anything new; null for the usual.</param>
    /// <exception cref="TimeoutException">It did not end; it was killed, and the message has what it printed.</exception>
    public async Task<Outcome> RunAsync(TimeSpan? patience = null)
    {
        await using RunningProgram program = Start();
        return await program.EndAsync(patience);
    }

    public override string ToString() => $"{Path.GetFileName(Program)} {string.Join(' ', Arguments)}";
}
