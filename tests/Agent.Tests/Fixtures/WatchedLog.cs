using System.Text;

namespace ElementalProvider.Agent.Tests.Fixtures;

/// <summary>Text that can be waited for while it is being written.</summary>
internal sealed class WatchedLog : TextWriter
{
    private readonly Lock gate = new();
    private readonly StringBuilder text = new();
    private TaskCompletionSource changed = NewSignal();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            text.Append(value);
            (signal, changed) = (changed, NewSignal());
        }

        signal.SetResult();
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    public override string ToString()
    {
        lock (gate)
            return text.ToString();
    }

    /// <summary>Waits until a text has been written.</summary>
    public async Task WaitForAsync(string wanted, TimeSpan patience)
    {
        using CancellationTokenSource timeout = new(patience);
        while (true)
        {
            Task signal;
            lock (gate)
            {
                if (text.ToString().Contains(wanted, StringComparison.Ordinal))
                    return;

                signal = changed.Task;
            }

            await signal.WaitAsync(timeout.Token);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
