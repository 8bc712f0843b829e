using System.Text;
using ElementalProvider.Agent.Plugins.Host;

namespace ElementalProvider.Agent.Hosts;

/// <summary>
/// The one owner of the host's power: it restarts the host or switches it off. OS plugins ask for it and never do it. A folder that stands for a
/// machine has no power: there, what is wanted is written to <see cref="RequestPath"/> for whoever simulates the machine.
/// </summary>
/// <param name="root">The host.</param>
/// <param name="processes">Runs systemctl on a real machine.</param>
internal sealed class PowerControl(HostRoot root, IProcessRunner processes)
{
    /// <summary>File of a simulated machine that holds what is wanted of its power.</summary>
    public const string RequestPath = "/run/elemental/power";

    public Task RebootAsync(CancellationToken cancellationToken) => RequestAsync("reboot", cancellationToken);

    public Task PowerOffAsync(CancellationToken cancellationToken) => RequestAsync("poweroff", cancellationToken);

    private Task RequestAsync(string verb, CancellationToken cancellationToken) => root.IsSystem
        ? RunAsync(new ProcessRequest("systemctl", verb), cancellationToken)
        : AtomicFile.WriteAsync(root.Resolve(RequestPath), Encoding.UTF8.GetBytes(verb), HostFilesText.Readable, cancellationToken);

    private async Task RunAsync(ProcessRequest request, CancellationToken cancellationToken) =>
        (await processes.RunAsync(request, cancellationToken)).ThrowIfFailed(request);
}
