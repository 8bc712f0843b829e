using ElementalProvider.Agent.Contract;

namespace ElementalProvider.Agent.Engine;

/// <summary>How far the step is that is being done. The server is told of every tenth, not of every percent.</summary>
/// <param name="changed">Called when it is worth telling.</param>
internal sealed class StepProgress(Action changed) : IProgress<PluginProgress>
{
    private const int Step = 10;

    /// <summary>In percent; 0 where it is not known.</summary>
    public int Percent { get; private set; }

    /// <summary>Another step, or the same again, begins.</summary>
    public void Begin() => Percent = 0;

    /// <inheritdoc/>
    public void Report(PluginProgress value)
    {
        int percent = Math.Clamp(value.Percent, 0, 100) / Step * Step;
        if (percent == Percent)
            return;

        Percent = percent;
        changed();
    }
}
