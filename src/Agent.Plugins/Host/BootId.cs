namespace ElementalProvider.Agent.Plugins.Host;

/// <summary>Which boot of the machine this is: the only proof that a reboot happened.</summary>
public static class BootId
{
    /// <summary>Where the kernel shows it.</summary>
    public const string HostPath = "/proc/sys/kernel/random/boot_id";

    /// <summary>
    /// Reads it. A folder that stands for a machine but has no <c>/proc</c> of its own runs on this kernel, whose boot is then the answer.
    /// </summary>
    /// <param name="root">The host.</param>
    public static string Read(HostRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        string path = root.Resolve(HostPath);
        return File.ReadAllText(File.Exists(path) ? path : HostPath).Trim();
    }
}
