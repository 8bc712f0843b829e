namespace ElementalProvider.ControllerRuntime.Hosting;

/// <summary>A controller that the host is to run.</summary>
/// <param name="Name">Name of the controller.</param>
/// <param name="Reconciler">Type of its reconciler, a singleton of the container.</param>
/// <param name="Builder">What concerns it.</param>
internal sealed record ControllerRegistration(string Name, Type Reconciler, ControllerBuilder Builder);
