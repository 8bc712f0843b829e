using System.Globalization;
using ElementalProvider.DevCluster.ApiServer.Faults;
using ElementalProvider.DevCluster.Control;

namespace ElementalProvider.DevCluster.Cli;

/// <summary>A status as a person reads it.</summary>
internal static class StatusText
{
    public static IEnumerable<string> Of(ClusterStatus status)
    {
        yield return $"API server   {status.ApiServer}{(status.IsPaused ? " (paused)" : "")}";
        yield return $"kubeconfig   {status.Kubeconfig}";
        yield return $"manager      {Manager(status.ManagerStarts)}";
        yield return $"machines     {status.Machines.Count}";
        foreach (MachineStatus machine in status.Machines)
            yield return $"  {machine.Name,-16} {(machine.IsOn ? "on " : "off")}  booted {Times(machine.Boots)}";
        yield return status.Faults.Count == 0 ? "faults       none" : $"faults       {status.Faults.Count}";
        foreach (ActiveFault fault in status.Faults)
            yield return $"  {fault.Id,-3} {Describe(fault.Fault)}, happened {Times(fault.Happened)}";
    }

    private static string Manager(int? starts) => starts switch
    {
        null => "none",
        1 => "runs",
        _ => $"runs, started {Times(starts.Value)}",
    };

    private static string Describe(Fault fault)
    {
        List<string> words = [fault.Kind.ToString()];
        if (fault.Kind == FaultKind.Latency)
            words.Add($"of {fault.Delay.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)} ms");
        if (fault.Verbs.Count > 0)
            words.Add($"on {string.Join(',', fault.Verbs)}");
        if (fault.Resource.Length > 0)
            words.Add(fault.Resource);
        if (fault.Client.Length > 0)
            words.Add($"by {fault.Client}");
        if (fault.Share < 1)
            words.Add($"for {(100 * fault.Share).ToString(CultureInfo.InvariantCulture)} %");
        if (fault.Times is { } times)
            words.Add($"at most {Times(times)}");
        return string.Join(' ', words);
    }

    private static string Times(int count) => count == 1 ? "once" : $"{count.ToString(CultureInfo.InvariantCulture)} times";
}
