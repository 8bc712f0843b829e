using System.Globalization;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Plugins.Host;

namespace ElementalProvider.Agent.Plugins.Dummy;

/// <summary>A step that takes as long as was asked for and fails as often. Failures are counted on the host, so that trying again can end well.</summary>
/// <param name="files">Files of the host.</param>
/// <param name="counterPath">Where failures are counted, as a path of the host.</param>
/// <param name="clock">Measures how long it takes.</param>
internal sealed class SimulatedStep(IHostFiles files, string counterPath, TimeProvider clock)
{
    /// <summary>Takes its time; fails if it is to.</summary>
    /// <param name="simulation">What was asked for.</param>
    /// <param name="id">Tells one thing asked for from the next one, whose failures count from the start.</param>
    /// <param name="cancellationToken">Ends the step wherever it is.</param>
    /// <exception cref="PluginException">It was asked to fail.</exception>
    public async Task RunAsync(Simulation simulation, string id, CancellationToken cancellationToken)
    {
        await Task.Delay(simulation.ApplyTime, clock, cancellationToken);
        if (simulation.FailWith is not { } words)
            return;

        int failures = await CountAsync(id, cancellationToken);
        if (failures >= simulation.FailTimes)
            return;

        await files.WriteTextAsync(counterPath, string.Create(CultureInfo.InvariantCulture, $"{failures + 1} {id}\n"), cancellationToken);
        throw new PluginException(words) { CanRetry = simulation.CanRetry };
    }

    /// <summary>Forgets the failures: the same thing asked for again fails again.</summary>
    public void Forget() => files.Delete(counterPath);

    private async Task<int> CountAsync(string id, CancellationToken cancellationToken) =>
        (await files.ReadAsync(counterPath, cancellationToken))?.Trim().Split(' ') is [{ } count, { } counted]
            && counted == id
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int failures)
                ? failures
                : 0;
}
