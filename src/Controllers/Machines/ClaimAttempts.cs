using System.Collections.Concurrent;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Machines;

/// <summary>
/// Claims that were sent but are not recorded on their machine yet. A claim whose answer was lost may have been made all the same, and the
/// cache may not show it yet: before the machine claims again, the host of the attempt must be asked (I1).
/// </summary>
internal sealed class ClaimAttempts
{
    private readonly ConcurrentDictionary<string, ObjectKey> _hosts = new();

    public void Begin(ElementalMachine machine, ElementalHost host) => _hosts[machine.Metadata.Uid!] = ObjectKey.Of(host);

    public void End(ElementalMachine machine) => _hosts.TryRemove(machine.Metadata.Uid!, out _);

    public ObjectKey? Of(ElementalMachine machine) => _hosts.TryGetValue(machine.Metadata.Uid!, out ObjectKey host) ? host : null;
}
