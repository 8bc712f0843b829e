using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ElementalProvider.DevCluster.ClusterApi.Model;

namespace ElementalProvider.DevCluster.ClusterApi.MachineDeployments;

/// <summary>Identifies what machines are made of. Equal templates have equal hashes, so that a template set back finds its MachineSet again.</summary>
internal static class TemplateHash
{
    private const int Digits = 10;

    /// <summary>
    /// The hash over all that replaces machines when it changes: the machine spec, a restart asked for by annotation, and a
    /// <c>rollout.after</c> whose time has come. Labels and annotations are not among it: they change in place.
    /// </summary>
    public static string Of(MachineDeployment deployment, DateTimeOffset now)
    {
        StringBuilder text = new(JsonSerializer.Serialize(deployment.Spec.Template.Spec, ClusterApiJsonContext.Default.MachineSpec));
        text.Append('\n').Append(deployment.Spec.Template.Metadata?.Annotations?.GetValueOrDefault(CapiNames.RestartedAtAnnotation));
        if (deployment.Spec.Rollout?.After is { } after && after <= now && after > deployment.Metadata.CreationTimestamp)
            text.Append('\n').Append(after.ToUnixTimeSeconds());

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Digits];
    }

    /// <summary>How long until the hash changes by itself, or null.</summary>
    public static TimeSpan? ChangesIn(MachineDeployment deployment, DateTimeOffset now) =>
        deployment.Spec.Rollout?.After is { } after && after > now ? after - now : null;
}
