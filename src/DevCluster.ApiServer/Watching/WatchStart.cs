using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Watching;

/// <summary>Where a watch begins: what is there already, and the events that follow.</summary>
/// <param name="Initial">Objects to report as added first.</param>
/// <param name="ResourceVersion">The version up to which the client then knows everything.</param>
/// <param name="Events">What follows.</param>
/// <param name="CaughtUp">The version of the store where a cursor has read all there is, otherwise null.</param>
/// <param name="Kept">Waits until a version is kept for good.</param>
internal sealed record WatchStart(IEnumerable<StoredObject> Initial, long ResourceVersion, EventCursor Events, Func<EventCursor, long?> CaughtUp, Func<long, ValueTask> Kept)
{
    /// <exception cref="ApiStatusException">500: the version is no number. 410: it is no longer kept.</exception>
    public static WatchStart For(ObjectStore store, WatchRequest request)
    {
        long version = 0;
        if (request.ResourceVersion.Length > 0 && !ResourceVersions.TryParse(request.ResourceVersion, out version))
            throw ApiErrors.Unclassified($"strconv.ParseUint: parsing \"{request.ResourceVersion}\": invalid syntax");

        bool initial = request.SendInitialEvents ?? version == 0;
        if (initial || version == 0)
        {
            (StoreState state, EventCursor cursor) = store.ReadAndFollow(request.Definition.Storage);
            IEnumerable<StoredObject> items = initial ? state.Collection(request.Definition.Storage).In(request.Selection.Namespace).Where(request.Selection.Matches) : [];
            return new WatchStart(items, state.ResourceVersion, cursor, store.CaughtUp, store.WhenKeptAsync);
        }

        EventCursor? resumed = version < request.Definition.Since ? null : store.FollowFrom(request.Definition.Storage, version);
        return new WatchStart([], version, resumed ?? throw ApiErrors.Expired($"too old resource version: {version} ({store.Current.ResourceVersion})"), store.CaughtUp, store.WhenKeptAsync);
    }
}
