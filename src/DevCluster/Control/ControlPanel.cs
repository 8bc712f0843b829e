using ElementalProvider.DevCluster.ApiServer.Faults;
using ElementalProvider.DevCluster.Machines;
using ElementalProvider.DevCluster.Setup;

namespace ElementalProvider.DevCluster.Control;

/// <summary>Does what a running development cluster is asked to do.</summary>
/// <param name="environment">The cluster.</param>
/// <param name="stop">Ends it; returns at once.</param>
internal sealed class ControlPanel(DevEnvironment environment, Action stop)
{
    /// <summary>Answers one request.</summary>
    /// <exception cref="DevClusterException">It cannot be done; the message says why.</exception>
    public async Task<ControlAnswer> AnswerAsync(ControlRequest request)
    {
        FaultInjection faults = environment.Server.Faults;
        switch (request.Verb)
        {
            case ControlVerb.Status:
                return new ControlAnswer { Status = Describe() };
            case ControlVerb.Down:
                stop();
                return Done();
            case ControlVerb.AddHosts:
                return Done(environment.AddMachines(request.Count ?? 1).Select(name => $"{name} is powered on"));
            case ControlVerb.RemoveHost:
                await Rack.RemoveAsync(Find(request).Name);
                return Done($"{request.Machine} is gone with all that was on its disk; its ElementalHost is not: kubectl delete elementalhost {request.Machine}");
            case ControlVerb.PowerOn:
                Find(request).PowerOn();
                return Done($"{request.Machine} has power");
            case ControlVerb.PowerOff:
                Find(request).PowerOff();
                return Done($"{request.Machine} has no power");
            case ControlVerb.FailNextBoot:
                Find(request).Faults.FailNextBoot();
                return Done($"the active image of {request.Machine} will fail at its next boot");
            case ControlVerb.FailNextBootstrap:
                Find(request).Faults.FailNextBootstrap();
                return Done($"the next bootstrap of {request.Machine} will fail");
            case ControlVerb.AddFault:
                return Done($"fault {Add(faults, request.Fault)}");
            case ControlVerb.RemoveFault:
                return faults.Remove(request.FaultId ?? 0) ? Done() : throw new DevClusterException($"There is no fault {request.FaultId}; elemental-dev status lists them.");
            case ControlVerb.ClearFaults:
                faults.Clear();
                return Done();
            case ControlVerb.CutWatches:
                faults.CutWatches();
                return Done();
            case ControlVerb.Compact:
                faults.Compact();
                return Done();
            case ControlVerb.Pause:
                faults.Pause();
                return Done();
            case ControlVerb.Resume:
                faults.Resume();
                return Done();
            default:
                throw new DevClusterException($"This elemental-dev does not know {request.Verb}; it is older than the one that asks.");
        }
    }

    private MachineRack Rack => environment.Machines ?? throw new DevClusterException("There are no machines here: only the API server was started.");

    private SimulatedMachine Find(ControlRequest request) => Rack.Find(request.Machine ?? "")
        ?? throw new DevClusterException($"There is no machine {request.Machine}; elemental-dev status lists them.");

    private ClusterStatus Describe() => new()
    {
        ApiServer = environment.Server.Address,
        Kubeconfig = environment.KubeconfigPath,
        IsPaused = environment.Server.Faults.IsPaused,
        ManagerStarts = environment.Manager?.Starts,
        Machines = [.. (environment.Machines?.Machines ?? []).Select(machine => new MachineStatus(machine.Name, machine.IsOn, machine.Boots))],
        Faults = environment.Server.Faults.Active,
    };

    private static int Add(FaultInjection faults, Fault? fault) =>
        (fault is null ? "a fault is missing" : fault.Refuse()) is { } reason ? throw new DevClusterException($"{reason}.") : faults.Add(fault!);

    private static ControlAnswer Done(params IEnumerable<string> lines) => new() { Done = [.. lines] };
}
