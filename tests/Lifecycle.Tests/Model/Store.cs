using System.Globalization;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>
/// What an API server does for one kind: resource versions, conditional writes, generations that only a spec moves, a status that is written
/// apart, finalizers that hold what is being deleted, and a log that watchers follow at their own pace.
/// </summary>
internal sealed class Store<T>(ServerClock clock, Func<T, object?> specOf, Func<T, object?> statusOf, Func<T, T, T> withStatusOf)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Dictionary<string, T> _objects = [];

    /// <summary>Every change in its order; no state means that the object is gone.</summary>
    public List<(string Name, T? State)> Log { get; } = [];

    /// <summary>Sees every change before anybody else, as the state before and after it.</summary>
    public Action<T?, T?>? Changed { get; set; }

    public Dictionary<string, T>.ValueCollection All => _objects.Values;

    public T? Find(string name) => _objects.GetValueOrDefault(name);

    public T? Create(T draft)
    {
        if (_objects.ContainsKey(draft.Metadata.Name!))
            return null;

        V1ObjectMeta metadata = draft.Metadata with { Uid = clock.NextUid(), Generation = 1, CreationTimestamp = clock.Now.UtcDateTime, DeletionTimestamp = null };
        return Put(null, draft.WithMetadata(metadata));
    }

    /// <summary>Writes everything but the status, unless the object has changed since it was seen: then null.</summary>
    public T? Write(T seen, T wanted)
    {
        if (Current(seen) is not { } current)
            return null;

        if (seen == wanted)
            return current;

        bool changesSpec = !Equals(specOf(seen), specOf(wanted));
        T next = withStatusOf(wanted, current).WithMetadata(wanted.Metadata with { Generation = current.Metadata.Generation + (changesSpec ? 1 : 0) });
        if (next.Metadata.DeletionTimestamp is not null && next.Metadata.Finalizers is not { Count: > 0 })
        {
            Remove(current);
            return next;
        }

        return Put(current, next);
    }

    /// <summary>Writes the status alone, unless the object has changed since it was seen: then null.</summary>
    public T? WriteStatus(T seen, T wanted)
    {
        if (Current(seen) is not { } current)
            return null;

        return Equals(statusOf(seen), statusOf(wanted)) ? current : Put(current, withStatusOf(current, wanted));
    }

    /// <summary>Asks for the deletion of an object, if it still is the one that is meant.</summary>
    public void Delete(string name, string? uid = null)
    {
        if (Find(name) is not { Metadata.DeletionTimestamp: null } current || (uid is not null && uid != current.Metadata.Uid))
            return;

        if (current.Metadata.Finalizers is { Count: > 0 })
            Put(current, current.WithMetadata(current.Metadata with { DeletionTimestamp = clock.Now.UtcDateTime }));
        else
            Remove(current);
    }

    /// <summary>Changes what is there now, as a person with kubectl does.</summary>
    public void Edit(string name, Func<T, T> change)
    {
        if (Find(name) is { } current)
            Write(current, change(current));
    }

    private T? Current(T seen) =>
        Find(seen.Metadata.Name!) is { } current && current.Metadata.ResourceVersion == seen.Metadata.ResourceVersion ? current : null;

    private T Put(T? before, T after)
    {
        T stored = after.WithMetadata(after.Metadata with { ResourceVersion = clock.NextVersion().ToString(CultureInfo.InvariantCulture) });
        _objects[stored.Metadata.Name!] = stored;
        Log.Add((stored.Metadata.Name!, stored));
        Changed?.Invoke(before, stored);
        return stored;
    }

    private void Remove(T before)
    {
        clock.NextVersion();
        _objects.Remove(before.Metadata.Name!);
        Log.Add((before.Metadata.Name!, null));
        Changed?.Invoke(before, null);
    }
}
