using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.Machines;

/// <summary>Several simulated machines and their lives. Disposing stops them all.</summary>
internal sealed class MachineRack : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _lives = [];

    private MachineRack(IReadOnlyList<SimulatedMachine> machines)
    {
        Machines = machines;
        _lives.AddRange(machines.Select(machine => Task.Run(() => machine.RunAsync(_stopping.Token))));
    }

    public IReadOnlyList<SimulatedMachine> Machines { get; }

    /// <summary>Completes with an error when a machine cannot go on, such as without a program to run.</summary>
    public Task Failed => Task.WhenAny(_lives).Unwrap();

    /// <summary>Makes the machines and switches them on.</summary>
    /// <param name="options">How each is made.</param>
    /// <param name="clock">Measures pauses.</param>
    /// <param name="loggers">Where machines say what they do.</param>
    public static MachineRack Start(IEnumerable<SimulatedMachineOptions> options, TimeProvider clock, ILoggerFactory loggers) =>
        new([.. options.Select(each => new SimulatedMachine(each, clock, loggers.CreateLogger("machines")))]);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_lives).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (SimulatedMachine machine in Machines)
            machine.Dispose();
        _stopping.Dispose();
    }
}
