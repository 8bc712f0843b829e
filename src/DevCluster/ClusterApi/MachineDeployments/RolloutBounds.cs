using System.Globalization;
using System.Text.Json;
using ElementalProvider.DevCluster.ClusterApi.Model;

namespace ElementalProvider.DevCluster.ClusterApi.MachineDeployments;

/// <summary>How far the number of machines may be from the wanted one while they are replaced.</summary>
/// <param name="MaxSurge">Machines more than wanted.</param>
/// <param name="MaxUnavailable">Machines that may be missing.</param>
internal sealed record RolloutBounds(int MaxSurge, int MaxUnavailable)
{
    /// <summary>The bounds of a deployment. Where both are zero nothing could move: then one may be missing, as in Cluster API.</summary>
    public static RolloutBounds Of(MachineDeployment deployment)
    {
        int replicas = deployment.Spec.Replicas ?? 1;
        RollingUpdate? update = deployment.Spec.Rollout?.Strategy?.RollingUpdate;
        int surge = Resolve(update?.MaxSurge, replicas, Math.Ceiling) ?? 1;
        int unavailable = Math.Min(replicas, Resolve(update?.MaxUnavailable, replicas, Math.Floor) ?? 0);
        return surge == 0 && unavailable == 0 ? new RolloutBounds(0, 1) : new RolloutBounds(surge, unavailable);
    }

    private static int? Resolve(JsonElement? value, int replicas, Func<double, double> round)
    {
        switch (value)
        {
            case { ValueKind: JsonValueKind.Number } number:
                return Math.Max(0, number.GetInt32());
            case { ValueKind: JsonValueKind.String } text:
                string digits = text.GetString()!.TrimEnd('%');
                return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int percent)
                    ? (int)round(percent * replicas / 100.0)
                    : null;
            default:
                return null;
        }
    }
}
