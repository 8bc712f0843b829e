using ElementalProvider.DevCluster.Machines.ControlPlane;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.Machines;

/// <summary>Several simulated machines and their lives. Disposing stops them all.</summary>
internal sealed class MachineRack : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly List<Slot> _slots = [];
    private readonly ControlPlanes _controlPlanes;

    private MachineRack(string controlPlanes, TimeProvider clock, ILoggerFactory loggers)
    {
        (_clock, _logger) = (clock, loggers.CreateLogger("machines"));
        _controlPlanes = new ControlPlanes(controlPlanes, loggers);
    }

    public IReadOnlyList<SimulatedMachine> Machines
    {
        get
        {
            lock (_lock)
                return [.. _slots.Select(slot => slot.Machine)];
        }
    }

    /// <summary>Completes with an error when a machine cannot go on, such as without a program to run.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Makes the machines and switches them on.</summary>
    /// <param name="options">How each is made.</param>
    /// <param name="controlPlanes">Folder for what the API servers of their clusters keep.</param>
    /// <param name="clock">Measures pauses.</param>
    /// <param name="loggers">Where machines say what they do.</param>
    public static MachineRack Start(IEnumerable<SimulatedMachineOptions> options, string controlPlanes, TimeProvider clock, ILoggerFactory loggers)
    {
        MachineRack rack = new(controlPlanes, clock, loggers);
        foreach (SimulatedMachineOptions each in options)
            rack.Add(each);
        return rack;
    }

    /// <summary>Makes one more machine and switches it on.</summary>
    public void Add(SimulatedMachineOptions options)
    {
        SimulatedMachine machine = new(options, _controlPlanes, _clock, _logger);
        CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        lock (_lock)
            _slots.Add(new Slot(machine, leaving, Task.Run(() => LiveAsync(machine, leaving.Token))));
    }

    public SimulatedMachine? Find(string name) => Machines.FirstOrDefault(machine => machine.Name == name);

    /// <summary>Takes a machine away, with all that is on its disk. Does nothing where it is not there.</summary>
    public async Task RemoveAsync(string name)
    {
        Slot? slot;
        lock (_lock)
        {
            slot = _slots.Find(each => each.Machine.Name == name);
            if (slot is null)
                return;
            _slots.Remove(slot);
        }

        await EndAsync(slot);
        await _controlPlanes.WipeAsync(name);
        Directory.Delete(slot.Machine.Path, recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (Slot slot in _slots)
            await EndAsync(slot);
        await _controlPlanes.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task LiveAsync(SimulatedMachine machine, CancellationToken cancellationToken)
    {
        try
        {
            await machine.RunAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            _failed.TrySetException(exception);
            throw;
        }
    }

    private static async Task EndAsync(Slot slot)
    {
        await slot.Leaving.CancelAsync();
        await slot.Life.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        slot.Machine.Dispose();
        slot.Leaving.Dispose();
    }

    private sealed record Slot(SimulatedMachine Machine, CancellationTokenSource Leaving, Task Life);
}
