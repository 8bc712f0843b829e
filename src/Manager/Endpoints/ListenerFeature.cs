namespace ElementalProvider.Manager.Endpoints;

/// <summary>Says through which listener a connection came.</summary>
/// <param name="Listener">The listener.</param>
internal sealed record ListenerFeature(Listener Listener);
