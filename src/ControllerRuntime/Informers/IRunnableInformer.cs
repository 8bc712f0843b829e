namespace ElementalProvider.ControllerRuntime.Informers;

/// <summary>An informer of whatever kind, as the host sees it.</summary>
internal interface IRunnableInformer
{
    /// <summary>What it follows, for a person.</summary>
    string Name { get; }

    /// <summary>Completes when the first list has arrived.</summary>
    Task Synced { get; }

    /// <summary>Follows the API server until cancelled.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
