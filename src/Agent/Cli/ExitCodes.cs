namespace ElementalProvider.Agent.Cli;

/// <summary>What the exit code of the agent means.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The command failed; the log says why.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the configuration cannot be used; repeating it changes nothing.</summary>
    public const int Usage = 2;
}
