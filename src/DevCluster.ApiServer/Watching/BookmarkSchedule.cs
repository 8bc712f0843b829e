namespace ElementalProvider.DevCluster.ApiServer.Watching;

/// <summary>When the next bookmark of one watch is due. Busy and idle watches get them alike.</summary>
/// <param name="interval">The time between bookmarks.</param>
/// <param name="clock">Measures it.</param>
/// <param name="cancellationToken">Ends the watch: then one is due, so that nobody waits on.</param>
internal sealed class BookmarkSchedule(TimeSpan interval, TimeProvider clock, CancellationToken cancellationToken)
{
    /// <summary>Completes when a bookmark is due. One timer serves all waits until then.</summary>
    public Task Due { get => field ??= Wait(); private set; }

    /// <summary>A bookmark was sent: begins to wait for the next one.</summary>
    public void Next() => Due = Wait();

    private Task Wait() => Task.Delay(interval, clock, cancellationToken);
}
