using ElementalProvider.Agent.Logging;

namespace ElementalProvider.Agent.Cli;

/// <summary>What the command line said.</summary>
internal sealed record CommandSettings
{
    public required string ConfigPath { get; init; }

    public required string Root { get; init; }

    public bool Debug { get; init; }

    public LogFormat LogFormat { get; init; }
}
