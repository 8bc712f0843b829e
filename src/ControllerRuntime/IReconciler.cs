namespace ElementalProvider.ControllerRuntime;

/// <summary>Brings one object closer to what is wanted. Must be safe to repeat at any time.</summary>
public interface IReconciler
{
    /// <summary>
    /// Looks at the object of the key and acts. An exception puts the key back with exponential back-off; a
    /// <see cref="Client.ApiException"/> that is a conflict only means "decide again".
    /// </summary>
    /// <param name="key">The object; it may be gone.</param>
    /// <param name="cancellationToken">Cancelled on shutdown and when leadership is lost.</param>
    ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken);
}
