using System.CommandLine;
using ElementalProvider.Agent.Configuration;

namespace ElementalProvider.Agent.Cli;

/// <summary>The options every command has.</summary>
internal sealed class CommonOptions
{
    public Option<string> Config { get; } = new("--config")
    {
        Description = "Configuration file, as a path of the host.",
        HelpName = "FILE",
        DefaultValueFactory = _ => AgentConfig.DefaultPath,
        Recursive = true,
    };

    public Option<string> Root { get; } = new("--root")
    {
        Description = "Folder that stands for the host's file system; power is not touched then.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "/",
        Recursive = true,
    };

    public Option<bool> Debug { get; } = new("--debug")
    {
        Description = "Log more.",
        Recursive = true,
    };

    public Option<string> LogFormat { get; } = new("--log-format")
    {
        Description = "How log lines look.",
        DefaultValueFactory = _ => "text",
        Recursive = true,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Config);
        command.Options.Add(Root);
        command.Options.Add(Debug);
        command.Options.Add(LogFormat.AcceptOnlyFromAmong("text", "json"));
    }
}
