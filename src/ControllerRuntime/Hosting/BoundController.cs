namespace ElementalProvider.ControllerRuntime.Hosting;

/// <summary>A controller that is connected to its informers.</summary>
/// <param name="Controller">What works.</param>
/// <param name="Workers">How many keys at once.</param>
/// <param name="Synced">Completes when its caches are filled.</param>
internal sealed record BoundController(Controller Controller, int Workers, Task Synced)
{
    public Task RunAsync(CancellationToken cancellationToken) => Controller.RunAsync(Workers, cancellationToken);
}
