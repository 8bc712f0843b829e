using System.CommandLine;
using ElementalProvider.DevCluster.Control;

namespace ElementalProvider.DevCluster.Cli;

/// <summary><c>elemental-dev kubeconfig</c>: how to reach what runs.</summary>
internal sealed class KubeconfigCommand(TextWriter output)
{
    private readonly Option<string?> _state = StateOption.New();
    private readonly Option<bool> _path = new("--path") { Description = "Print where the file is instead of what it holds." };

    public Command Build()
    {
        Command command = new("kubeconfig", "Print the administrator's kubeconfig. It is a credential.");
        command.Options.Add(_path);
        command.Options.Add(_state);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            ControlAnswer answer = await ControlClient.AskAsync(
                StateOption.Read(parsed, _state), new ControlRequest { Verb = ControlVerb.Status }, cancellationToken);
            string path = answer.Status!.Kubeconfig;
            await output.WriteAsync(parsed.GetValue(_path) ? path + "\n" : await File.ReadAllTextAsync(path, cancellationToken));
            return DevExitCodes.Success;
        });
        return command;
    }
}
