namespace ElementalProvider.ControllerRuntime;

/// <summary>Whether this process does its work, for readiness probes.</summary>
public interface IControllerRuntimeHealth
{
    /// <summary>Whether all caches are filled and the controllers run or wait for leadership.</summary>
    bool IsReady { get; }

    /// <summary>Whether the controllers of this replica run.</summary>
    bool IsActive { get; }

    /// <summary>What is not ready yet, one sentence each; empty when all is.</summary>
    IReadOnlyList<string> WaitingFor { get; }
}
