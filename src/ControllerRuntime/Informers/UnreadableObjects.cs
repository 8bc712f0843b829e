using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Events;
using ElementalProvider.ControllerRuntime.Metrics;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.ControllerRuntime.Informers;

/// <summary>
/// The objects of one kind that an informer passes over because they cannot be read: each is told of once, by log and Event, and counted until it
/// can be read again or is gone. Lives under its informer, which follows its server on one thread at a time.
/// </summary>
/// <param name="type">The kind.</param>
/// <param name="logger">Told of each.</param>
/// <param name="metrics">Counts them; null where nobody does.</param>
/// <param name="events">Writes the Events; null where nobody does.</param>
internal sealed partial class UnreadableObjects(ResourceType type, ILogger logger, RuntimeMetrics? metrics = null, EventRecorder? events = null)
{
    /// <summary>Reason of the Event.</summary>
    public const string Reason = "CannotBeRead";

    private readonly Dictionary<ObjectKey, (string? Uid, string Cause)> _known = [];

    /// <summary>An object cannot be read.</summary>
    public void Found(UnreadableObject found)
    {
        if (_known.TryGetValue(found.Key, out (string?, string) known) && known == (found.Uid, found.Cause))
            return;

        if (!_known.ContainsKey(found.Key))
            metrics?.UnreadableObjects(type.GroupResource, 1);
        _known[found.Key] = (found.Uid, found.Cause);
        Log.Unreadable(logger, type.Kind, found.Key, found.Cause);
        events?.Warning(ReferenceTo(found), Reason, $"passed over, because it cannot be read; mend the field or delete the object: {found.Cause}");
    }

    /// <summary>An object can be read, or is gone.</summary>
    public void Settled(ObjectKey key)
    {
        if (!_known.Remove(key))
            return;

        metrics?.UnreadableObjects(type.GroupResource, -1);
        Log.Settled(logger, type.Kind, key);
    }

    /// <summary>A whole list was read, and these are all the objects of it that could not be.</summary>
    public void Replace(IReadOnlyCollection<UnreadableObject> found)
    {
        HashSet<ObjectKey> keys = [.. found.Select(each => each.Key)];
        foreach (ObjectKey key in _known.Keys.Where(key => !keys.Contains(key)).ToList())
            Settled(key);
        foreach (UnreadableObject each in found)
            Found(each);
    }

    private V1ObjectReference ReferenceTo(UnreadableObject found) => new()
    {
        ApiVersion = type.ApiVersion,
        Kind = type.Kind,
        NamespaceProperty = found.Key.Namespace.Length == 0 ? null : found.Key.Namespace,
        Name = found.Key.Name,
        Uid = found.Uid,
        ResourceVersion = found.ResourceVersion,
    };

    private static partial class Log
    {
        [LoggerMessage(1005, LogLevel.Warning, "{Kind} {Key} cannot be read and is passed over; mend the field or delete the object: {Cause}")]
        public static partial void Unreadable(ILogger logger, string kind, ObjectKey key, string cause);

        [LoggerMessage(1006, LogLevel.Information, "{Kind} {Key} can be read again, or is gone")]
        public static partial void Settled(ILogger logger, string kind, ObjectKey key);
    }
}
