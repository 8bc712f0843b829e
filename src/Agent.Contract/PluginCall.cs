namespace ElementalProvider.Agent.Contract;

/// <summary>What goes with every call of a verb.</summary>
public sealed record PluginCall
{
    /// <summary>When the verb has to be done; the agent cancels it then. Programs and processes that it starts must not outlive it.</summary>
    public DateTimeOffset Deadline { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Whom to tell how far it is; null where nobody wants to know.</summary>
    public IProgress<PluginProgress>? Progress { get; init; }

    /// <summary>Ends the verb at once.</summary>
    public CancellationToken CancellationToken { get; init; }
}

/// <summary>How far a verb is.</summary>
/// <param name="Percent">From 0 to 100; 0 where nobody knows.</param>
/// <param name="Message">One sentence for a person, or empty. It holds no secret.</param>
public sealed record PluginProgress(int Percent, string Message = "");
