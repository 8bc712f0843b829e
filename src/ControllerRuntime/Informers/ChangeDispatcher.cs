using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.ControllerRuntime.Informers;

/// <summary>Changes a store and tells the subscribers, each of them everything, once and in order.</summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="logger">Told of subscribers that fail.</param>
/// <param name="detector">Watches over the objects, or null.</param>
internal sealed partial class ChangeDispatcher<T>(ILogger logger, MutationDetector<T>? detector = null)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Held while a change is made and told, so that a new subscriber misses nothing and hears nothing twice.</summary>
    private readonly Lock _order = new();
    private ImmutableArray<Subscription> _subscriptions = [];

    public Store<T> Store { get; } = new();

    public void Set(T item)
    {
        lock (_order)
        {
            ObjectKey key = ObjectKey.Of(item);
            T? before = Store.Find(key);
            if (before is not null && before.Metadata.ResourceVersion == item.Metadata.ResourceVersion)
                return;

            Store.Set(key, item);
            detector?.Stored(key, item);
            Tell(before, item);
        }
    }

    public void Remove(T lastState)
    {
        lock (_order)
        {
            ObjectKey key = ObjectKey.Of(lastState);
            if (Store.Remove(key) is null)
                return;

            detector?.Removed(key);
            Tell(lastState, after: null);
        }
    }

    public void Replace(IReadOnlyDictionary<ObjectKey, T> items)
    {
        lock (_order)
        {
            foreach ((T? before, T? after) in Store.Replace(items))
            {
                if (after is not null)
                    detector?.Stored(ObjectKey.Of(after), after);
                else
                    detector?.Removed(ObjectKey.Of(before!));
                Tell(before, after);
            }
        }
    }

    /// <summary>Looks for objects that were changed in place, where somebody watches over them.</summary>
    public void Verify()
    {
        lock (_order)
            detector?.VerifyAll();
    }

    public IDisposable Subscribe(Action<T?, T?> handler)
    {
        Subscription subscription = new(this, handler);
        lock (_order)
        {
            foreach (T item in Store.List())
                Tell(subscription, before: null, item);
            _subscriptions = _subscriptions.Add(subscription);
        }

        return subscription;
    }

    private void Tell(T? before, T? after)
    {
        // A name that was deleted and created again behind our back is another object: whoever cleans up must hear of both.
        if (before is not null && after is not null && before.Metadata.Uid != after.Metadata.Uid)
        {
            Tell(before, after: null);
            Tell(before: null, after);
            return;
        }

        foreach (Subscription subscription in _subscriptions)
            Tell(subscription, before, after);
    }

    private void Tell(Subscription subscription, T? before, T? after)
    {
        try
        {
            subscription.Handler(before, after);
        }
        catch (Exception exception)
        {
            // One subscriber's defect must not stop the cache for all the others.
            Log.SubscriberFailed(logger, typeof(T).Name, ObjectKey.Of((after ?? before)!), exception);
        }
    }

    private sealed class Subscription(ChangeDispatcher<T> dispatcher, Action<T?, T?> handler) : IDisposable
    {
        public Action<T?, T?> Handler => handler;

        public void Dispose()
        {
            lock (dispatcher._order)
                dispatcher._subscriptions = dispatcher._subscriptions.Remove(this);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1010, LogLevel.Error, "A subscriber to changes of {Kind} failed on {Key}")]
        public static partial void SubscriberFailed(ILogger logger, string kind, ObjectKey key, Exception exception);
    }
}
