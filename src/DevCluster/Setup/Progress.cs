using System.Globalization;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>Tells a person what happens, with the time since the start.</summary>
internal sealed class Progress(TextWriter output, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private readonly Lock _lock = new();

    public TimeSpan Elapsed => clock.GetElapsedTime(_started);

    /// <summary>One line with the time.</summary>
    public void Say(string line)
    {
        string time = Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
        Print($"[{time,6} s] {line}");
    }

    /// <summary>One line as it is.</summary>
    public void Print(string line)
    {
        lock (_lock)
            output.WriteLine(line);
    }
}
