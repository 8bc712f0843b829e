namespace ElementalProvider.Agent.Plugins;

/// <summary>
/// Restarts a host or switches it off. A folder that stands for a machine has no power: there, what is wanted is written to
/// <see cref="RequestPath"/> for whoever simulates the machine.
/// </summary>
/// <param name="root">The host.</param>
/// <param name="processes">Runs systemctl on a real machine.</param>
public sealed class PowerControl(HostRoot root, IProcessRunner processes)
{
    /// <summary>File of a simulated machine that holds what is wanted of its power.</summary>
    public const string RequestPath = "/run/elemental/power";

    private const UnixFileMode RequestMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Restarts the host.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task RebootAsync(CancellationToken cancellationToken) => RequestAsync("reboot", cancellationToken);

    /// <summary>Switches the host off.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task PowerOffAsync(CancellationToken cancellationToken) => RequestAsync("poweroff", cancellationToken);

    private Task RequestAsync(string verb, CancellationToken cancellationToken) => root.IsSystem
        ? processes.RunAsync("systemctl", [verb], cancellationToken)
        : AtomicFile.WriteAsync(root.Resolve(RequestPath), System.Text.Encoding.UTF8.GetBytes(verb), RequestMode, cancellationToken);
}
