using System.Diagnostics;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.EndToEnd;

/// <summary>A program that was started; what it prints is kept. Disposing kills it and whatever it started.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly string _name;
    private readonly Process _process;
    private readonly Task _reading;
    private readonly Lock _lock = new();
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly Func<IEnumerable<string>> _logs;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes a program that was just started.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="process">The program.</param>
    /// <param name="logs">Lines that others write who work for it; null where there are none.</param>
    public RunningProgram(string name, Process process, Func<IEnumerable<string>>? logs = null)
    {
        (_name, _process, _logs) = (name, process, logs ?? (static () => []));
        process.StandardInput.Close();
        _reading = Task.WhenAll(KeepAsync(process.StandardOutput, _output), KeepAsync(process.StandardError, _errors));
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>What it has printed so far.</summary>
    public string Everything
    {
        get
        {
            lock (_lock)
                return string.Join('\n', _output.Concat(_errors));
        }
    }

    /// <summary>Waits until the lines it has printed on standard output show something.</summary>
    public Task OutputAsync(string what, Func<IReadOnlyList<string>, bool> shown) => PrintedAsync(_output, what, shown);

    /// <summary>Waits until the lines it has printed on standard error show something.</summary>
    public Task ErrorsAsync(string what, Func<IReadOnlyList<string>, bool> shown) => PrintedAsync(_errors, what, shown);

    /// <summary>Waits for its end.</summary>
    /// <param name="patience">How long neither it nor its helpers may say anything new.</param>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public async Task<Outcome> EndAsync(TimeSpan? patience = null)
    {
        using Patience waiting = new(patience, Said);
        try
        {
            await _process.WaitForExitAsync(waiting.Over);
            await _reading.WaitAsync(waiting.Over);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"{_name} did not end, and nothing went on any more.\n{Everything}", exception);
        }

        return new Outcome(_process.ExitCode, Text(_output), Text(_errors));
    }

    /// <summary>Sends SIGTERM, unless it has ended by itself, and waits for its end.</summary>
    public async Task<Outcome> TerminateAsync()
    {
        await TrySignalAsync("TERM");
        return await EndAsync();
    }

    /// <summary>Sends a signal, such as STOP or CONT.</summary>
    public async Task SignalAsync(string signal) => Assert.True(await TrySignalAsync(signal), $"{_name} has ended and takes no SIG{signal}");

    /// <summary>Sends SIGKILL: it ends where it is.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for its end, whoever caused it.</summary>
    /// <returns>Whether it has ended in time.</returns>
    public bool HasEndedWithin(TimeSpan patience) => _process.WaitForExit(patience);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private IEnumerable<string> Said() => [.. Everything.Split('\n'), .. _logs()];

    private async Task PrintedAsync(List<string> lines, string what, Func<IReadOnlyList<string>, bool> shown)
    {
        using Patience waiting = new(look: Said);
        while (true)
        {
            bool ended = _reading.IsCompleted;
            Task changed;
            lock (_lock)
            {
                if (shown(lines))
                    return;
                changed = _changed.Task;
            }

            Assert.False(ended, $"{_name} ended before it showed {what}:\n{Everything}");
            try
            {
                await Task.WhenAny(changed, _reading).WaitAsync(waiting.Over);
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException($"{_name} did not show {what}, and nothing went on any more:\n{Everything}", exception);
            }
        }
    }

    private async Task KeepAsync(StreamReader from, List<string> lines)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            TaskCompletionSource changed;
            lock (_lock)
            {
                lines.Add(line);
                (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            changed.SetResult();
        }
    }

    private async Task<bool> TrySignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        return kill.ExitCode == 0;
    }

    private static string Text(List<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
