using System.Security.Cryptography;
using System.Text;

namespace ElementalProvider.Agent.Plugins.Host;

/// <summary>
/// Which machine this is, whatever disk it runs from. A hash: what a machine is known by elsewhere is nobody's business.
/// </summary>
public static class MachineId
{
    private const int Length = 32;

    // The firmware's name for the machine, which a copied disk does not take along, and the system's own, which a copied virtual machine may have renewed.
    private static readonly string[] Sources = ["/sys/class/dmi/id/product_uuid", "/etc/machine-id"];

    /// <summary>Reads it; empty where the machine has nothing to be known by.</summary>
    /// <param name="root">The host.</param>
    public static string Read(HostRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        string[] known = [.. Sources.Select(path => Text(root.Resolve(path)))];
        return known.All(text => text.Length == 0)
            ? ""
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("elemental-machine\n" + string.Join('\n', known))))[..Length];
    }

    private static string Text(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
