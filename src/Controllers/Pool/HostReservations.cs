using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Pool;

/// <summary>
/// Hosts that a worker of this process is about to claim, so that the others choose another one. Only saves conflicts: that a host is
/// claimed once is the server's business.
/// </summary>
internal sealed class HostReservations
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, ObjectKey> _machineByHost = [];

    /// <summary>Reserves a host for a machine, unless another machine has it.</summary>
    public bool TryReserve(ElementalHost host, ElementalMachine machine)
    {
        lock (_lock)
            return _machineByHost.TryAdd(ObjectKey.Of(host), ObjectKey.Of(machine)) || _machineByHost[ObjectKey.Of(host)] == ObjectKey.Of(machine);
    }

    /// <summary>Gives up what a machine has reserved.</summary>
    public void GiveUp(ObjectKey machine)
    {
        lock (_lock)
        {
            foreach (ObjectKey host in _machineByHost.Where(pair => pair.Value == machine).Select(pair => pair.Key).ToList())
                _machineByHost.Remove(host);
        }
    }

    /// <summary>Whether another machine has reserved a host.</summary>
    public bool IsTaken(ElementalHost host, ObjectKey machine)
    {
        lock (_lock)
            return _machineByHost.TryGetValue(ObjectKey.Of(host), out ObjectKey holder) && holder != machine;
    }
}
