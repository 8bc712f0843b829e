namespace ElementalProvider.DevCluster.ApiServer.Faults;

/// <summary>A fault that was asked for, and how often it has happened.</summary>
/// <param name="Id">Names it, to take it away.</param>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Happened">How often it has happened so far.</param>
public sealed record ActiveFault(int Id, Fault Fault, int Happened)
{
    /// <summary>How many requests it has let pass that it was to let pass.</summary>
    internal int Passed { get; init; }

    /// <summary>Whether it has happened as often as it was to.</summary>
    internal bool IsOver => Happened >= Fault.Times;
}
