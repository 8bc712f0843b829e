using System.Collections.Immutable;

namespace ElementalProvider.DevCluster.ApiServer.Faults;

/// <summary>Which faults befall a request. No I/O and no chance of its own: draws come in.</summary>
internal static class FaultChoice
{
    /// <summary>The faults of one request: any number of latencies, and at most one of the others, the earliest asked for.</summary>
    /// <param name="active">What was asked for, in order.</param>
    /// <param name="verb">The Kubernetes verb.</param>
    /// <param name="resource">The plural.</param>
    /// <param name="client">Name of the client.</param>
    /// <param name="draw">A number from 0 up to but not including 1, drawn for each fault that concerns the request.</param>
    /// <returns>What befalls the request, and what is left to happen to others.</returns>
    public static (ImmutableList<Fault> Befalls, ImmutableList<ActiveFault> Left) Next(
        ImmutableList<ActiveFault> active, string verb, string resource, string client, Func<double> draw)
    {
        ImmutableList<Fault> befalls = [];
        bool isDecided = false;
        foreach (ActiveFault each in active)
        {
            bool isLatency = each.Fault.Kind == FaultKind.Latency;
            if ((isDecided && !isLatency) || !each.Fault.Concerns(verb, resource, client) || draw() >= each.Fault.Share)
                continue;

            if (each.Passed < each.Fault.After)
            {
                active = active.Replace(each, each with { Passed = each.Passed + 1 });
                continue;
            }

            isDecided |= !isLatency;
            befalls = befalls.Add(each.Fault);
            ActiveFault happened = each with { Happened = each.Happened + 1 };
            active = happened.IsOver ? active.Remove(each) : active.Replace(each, happened);
        }

        return (befalls, active);
    }
}
