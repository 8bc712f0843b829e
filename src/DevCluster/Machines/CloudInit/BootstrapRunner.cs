using System.Security.Cryptography;
using System.Text;
using ElementalProvider.DevCluster.Machines.Kubelet;

namespace ElementalProvider.DevCluster.Machines.CloudInit;

/// <summary>Executes bootstrap data once, at boot, as cloud-init does.</summary>
internal sealed class BootstrapRunner(MachineFolder folder, MachineFaults faults, IKubeadm kubeadm)
{
    /// <summary>Executes the data if there is some that was not executed yet.</summary>
    /// <returns>Whether anything was executed.</returns>
    public async Task<bool> RunAsync(string hostname, CancellationToken cancellationToken)
    {
        string path = folder.Resolve(MachineFolder.BootstrapConfig);
        if (!File.Exists(path))
            return false;

        string text = await File.ReadAllTextAsync(path, cancellationToken);
        string identity = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        if (folder.Read(MachineFolder.CloudInstance) == identity)
            return false;

        // The mark goes first: data that was cut off half way is not executed again, as in cloud-init.
        folder.Write(MachineFolder.CloudInstance, identity);
        try
        {
            await ExecuteAsync(CloudConfigReader.Parse(text, hostname), hostname, cancellationToken);
        }
        catch (DevClusterException exception)
        {
            Log(exception.Message);
        }

        return true;
    }

    private async Task ExecuteAsync(CloudConfig config, string hostname, CancellationToken cancellationToken)
    {
        foreach (CloudFile file in config.Files)
        {
            string before = file.Append ? folder.Read(file.Path) ?? "" : "";
            folder.Write(file.Path, before + file.Content);
        }

        foreach (string line in config.Commands)
        {
            foreach (CloudCommand command in CloudCommands.Parse(line))
            {
                if (!await ExecuteAsync(command, hostname, cancellationToken))
                    break;
            }
        }
    }

    private async Task<bool> ExecuteAsync(CloudCommand command, string hostname, CancellationToken cancellationToken)
    {
        switch (command)
        {
            case CloudCommand.MakeFolder folderCommand:
                Directory.CreateDirectory(folder.Resolve(folderCommand.Path));
                return true;
            case CloudCommand.Echo echo:
                folder.Write(echo.Path, echo.Text + "\n");
                return true;
            case CloudCommand.Kubeadm when faults.TakeFailNextBootstrap():
                Log("kubeadm failed, because that was asked for");
                return false;
            case CloudCommand.Kubeadm join:
                string? problem = await kubeadm.JoinAsync(join, hostname, cancellationToken);
                Log(problem ?? $"{hostname} has joined");
                return problem is null;
            case CloudCommand.Unknown unknown:
                Log($"{unknown.Program} is not simulated and passed over");
                return true;
            default:
                throw new InvalidOperationException($"{command.GetType().Name} has no meaning here.");
        }
    }

    private void Log(string line) => folder.Append(MachineFolder.CloudInitLog, line);
}
