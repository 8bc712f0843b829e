namespace ElementalProvider.DevCluster.Control;

/// <summary>What a running development cluster can be asked to do.</summary>
internal enum ControlVerb
{
    Status,
    Down,
    AddHosts,
    RemoveHost,
    PowerOn,
    PowerOff,
    FailNextBoot,
    FailNextBootstrap,
    AddFault,
    RemoveFault,
    ClearFaults,
    CutWatches,
    Compact,
    Pause,
    Resume,
}
