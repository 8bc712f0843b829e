using ElementalProvider.Agent.Configuration;
using HostnameRules = ElementalProvider.Api.Elemental.HostnameRules;

namespace ElementalProvider.Agent.Identity;

/// <summary>Chooses the name of a host that has none yet.</summary>
internal static class Hostnames
{
    /// <summary>Prefix and the existing name, or prefix and a UUID.</summary>
    /// <param name="settings">How to name the host.</param>
    /// <param name="existing">The name the machine has now, or null.</param>
    /// <param name="random">The UUID to use where the existing name is not wanted.</param>
    /// <exception cref="IdentityException">What comes out cannot name a host.</exception>
    public static string Choose(HostnameSettings settings, string? existing, Guid random)
    {
        if (settings.UseExisting && string.IsNullOrWhiteSpace(existing))
            throw new IdentityException("agent.hostname.useExisting is true, but /etc/hostname holds no name.");

        string name = settings.Prefix + (settings.UseExisting ? existing!.Trim().ToLowerInvariant() : random.ToString("D"));
        return HostnameRules.IsName(name)
            ? name
            : throw new IdentityException(
                $"\"{name}\" (agent.hostname.prefix and the rest) cannot name a host: at most {HostnameRules.LongestName} lower-case letters, digits, '-' and '.', with no '-' at an end.");
    }
}
