namespace ElementalProvider.DevCluster.Machines;

/// <summary>What a machine does from its power button on. No I/O.</summary>
internal static class BootDecisions
{
    /// <summary>Where the machine starts: the recovery system wipes it, the installed system makes sure that it is registered.</summary>
    public static BootStep.Start First(bool recovery) => new(recovery ? AgentCommand.Reset : AgentCommand.Install);

    /// <summary>What follows on the end of the agent.</summary>
    /// <param name="command">What it ran for.</param>
    /// <param name="exitCode">How it ended; not zero is a failure or a kill.</param>
    /// <param name="power">What it asked of the power: <c>reboot</c>, <c>poweroff</c> or nothing.</param>
    public static BootStep AfterExit(AgentCommand command, int exitCode, string? power)
    {
        bool recoveryIsDone = command == AgentCommand.Reset && exitCode == 0;
        return (power, command, exitCode) switch
        {
            ("reboot", _, _) => new BootStep.Reboot(recoveryIsDone),
            ("poweroff", _, _) => new BootStep.PowerOff(recoveryIsDone),
            (_, AgentCommand.Reset, 0) => new BootStep.Reboot(recoveryIsDone),
            (_, AgentCommand.Install, 0) => new BootStep.Start(AgentCommand.Run),
            _ => new BootStep.Start(command, AfterPause: true),
        };
    }
}

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
