namespace ElementalProvider.DevCluster.Machines;

/// <summary>What a machine does next.</summary>
internal abstract record BootStep
{
    private BootStep()
    {
    }

    /// <summary>Run the agent.</summary>
    /// <param name="Command">What for.</param>
    /// <param name="AfterPause">Whether it died before and gets a pause first.</param>
    internal sealed record Start(AgentCommand Command, bool AfterPause = false) : BootStep;

    /// <summary>Reboot.</summary>
    /// <param name="RecoveryIsDone">The reset ended well: the firmware boots the installed system again.</param>
    internal sealed record Reboot(bool RecoveryIsDone = false) : BootStep;

    /// <summary>Switch off.</summary>
    /// <param name="RecoveryIsDone">The reset ended well.</param>
    internal sealed record PowerOff(bool RecoveryIsDone = false) : BootStep;
}
