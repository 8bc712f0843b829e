using ElementalProvider.DevCluster.Setup;
using ElementalProvider.DevCluster.Machines;

namespace ElementalProvider.DevCluster.Story;

/// <summary>
/// Kills the manager and agents, as SIGKILL does, at moments and in an order that follow from a seed. It stops by itself after a number of
/// kills, so that a story in which it plays always ends. Disposing stops it.
/// </summary>
internal sealed class ChaosMonkey : IAsyncDisposable
{
    private const int MostKills = 60;
    private const int ShortestPause = 300;
    private const int LongestPause = 2000;

    /// <summary>One kill in this many is of the manager.</summary>
    private const int ManagerShare = 4;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _rampage;

    private ChaosMonkey(int seed, ManagerChild manager, IReadOnlyList<SimulatedMachine> machines, TimeProvider clock) =>
        _rampage = Task.Run(() => RampageAsync(new Random(seed), manager, machines, clock));

    public int ManagerKills { get; private set; }

    public int AgentKills { get; private set; }

    public static ChaosMonkey Release(int seed, ManagerChild manager, IReadOnlyList<SimulatedMachine> machines, TimeProvider clock) =>
        new(seed, manager, machines, clock);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _rampage.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RampageAsync(Random random, ManagerChild manager, IReadOnlyList<SimulatedMachine> machines, TimeProvider clock)
    {
        for (int kill = 0; kill < MostKills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(ShortestPause, LongestPause)), clock, _stopping.Token);
            int victim = random.Next(ManagerShare);
            int machine = random.Next(machines.Count);
            if (victim == 0)
            {
                manager.Kill();
                ManagerKills++;
            }
            else
            {
                machines[machine].KillAgent();
                AgentKills++;
            }
        }
    }
}
