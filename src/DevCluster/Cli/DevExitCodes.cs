namespace ElementalProvider.DevCluster.Cli;

/// <summary>What the exit code means.</summary>
internal static class DevExitCodes
{
    public const int Success = 0;

    /// <summary>It failed; the last line says why.</summary>
    public const int Failure = 1;

    /// <summary>The command line cannot be used.</summary>
    public const int Usage = 2;
}
