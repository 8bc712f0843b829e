using System.Globalization;
using System.Text.Json;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.Lifecycle.Tests.Api;

/// <summary>
/// What an API server does for one kind: resource versions, conditional writes, generations that only a spec moves, a status that is written
/// apart, finalizers that hold what is being deleted, and a log that watchers follow at their own pace.
/// </summary>
internal sealed class Store<T>(ServerClock clock, Func<T, object?> specOf, Func<T, object?> statusOf, Func<T, T, T> withStatusOf, Func<T, T> withoutStatus)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private static readonly V1ObjectMeta Nameless = new();

    private readonly Dictionary<string, T> _objects = [];

    /// <summary>Every change in its order: the object after it, or the last state of one that is gone.</summary>
    public List<(bool IsGone, T State)> Log { get; } = [];

    /// <summary>Sees every change before anybody else, as the state before and after it.</summary>
    public Action<T?, T?>? Changed { get; set; }

    public Dictionary<string, T>.ValueCollection All => _objects.Values;

    public T? Find(string name) => _objects.GetValueOrDefault(name);

    /// <summary>Makes an object.</summary>
    /// <exception cref="ApiException">The name is taken.</exception>
    public T Create(T draft)
    {
        if (_objects.ContainsKey(draft.Metadata.Name!))
            throw Refuse(409, "AlreadyExists");

        V1ObjectMeta metadata = draft.Metadata with { Uid = clock.NextUid(), Generation = 1, CreationTimestamp = clock.Now.UtcDateTime, DeletionTimestamp = null };
        return Put(null, draft.WithMetadata(metadata));
    }

    /// <summary>Whether there is nothing to write between two states of an object but what the server owns, and the status.</summary>
    public bool IsSame(T seen, T wanted) =>
        ReferenceEquals(seen, wanted) || (AreEqual(seen.Metadata, wanted.Metadata) && !ChangesSpec(seen, wanted));

    public bool HasSameStatus(T seen, T wanted) =>
        Equals(statusOf(seen), statusOf(wanted)) || SameJson(withStatusOf(withoutStatus(seen), seen), withStatusOf(withoutStatus(seen), wanted));

    /// <summary>Writes everything but the status, on condition that the object has not changed since it was seen.</summary>
    /// <exception cref="ApiException">It has, or it is gone.</exception>
    public T Write(T seen, T wanted)
    {
        T current = Current(seen);
        if (IsSame(current, wanted))
            return current;

        V1ObjectMeta metadata = wanted.Metadata with
        {
            Uid = current.Metadata.Uid,
            CreationTimestamp = current.Metadata.CreationTimestamp,
            DeletionTimestamp = current.Metadata.DeletionTimestamp,
            Generation = current.Metadata.Generation + (ChangesSpec(current, wanted) ? 1 : 0),
        };
        T next = withStatusOf(wanted, current).WithMetadata(metadata);
        if (metadata.DeletionTimestamp is null || metadata.Finalizers is { Count: > 0 })
            return Put(current, next);

        Remove(current);
        return next.WithMetadata(metadata with { ResourceVersion = clock.Version.ToString(CultureInfo.InvariantCulture) });
    }

    /// <summary>Writes the status alone, on the same condition.</summary>
    /// <exception cref="ApiException">The object has changed, or is gone.</exception>
    public T WriteStatus(T seen, T wanted)
    {
        T current = Current(seen);
        return HasSameStatus(current, wanted) ? current : Put(current, withStatusOf(current, wanted));
    }

    /// <summary>Asks for the deletion of an object, if it still is the one that is meant.</summary>
    public void Delete(string name, string? uid = null)
    {
        if (Find(name) is not { } current)
            return;
        if (uid is not null && uid != current.Metadata.Uid)
            throw Refuse(409, "Conflict");
        if (current.Metadata.DeletionTimestamp is not null)
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

    public static ApiException Refuse(int code, string reason) => new(new V1Status { Code = code, Reason = reason, Message = $"the model says {reason}" });

    private bool ChangesSpec(T seen, T wanted) => !Equals(specOf(seen), specOf(wanted))
        && !SameJson(withoutStatus(seen).WithMetadata(Nameless), withoutStatus(wanted).WithMetadata(Nameless));

    private static bool SameJson(T left, T right) => JsonSerializer.SerializeToUtf8Bytes(left, KindOf<T>.Json).AsSpan()
        .SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(right, KindOf<T>.Json));

    private static bool AreEqual(V1ObjectMeta left, V1ObjectMeta right) =>
        ReferenceEquals(left, right)
        || (AreEqual(left.Labels, right.Labels)
            && AreEqual(left.Annotations, right.Annotations)
            && (left.Finalizers ?? []).SequenceEqual(right.Finalizers ?? [])
            && (left.OwnerReferences ?? []).SequenceEqual(right.OwnerReferences ?? []));

    private static bool AreEqual(IDictionary<string, string>? left, IDictionary<string, string>? right)
    {
        if (ReferenceEquals(left, right))
            return true;
        if ((left?.Count ?? 0) != (right?.Count ?? 0))
            return false;

        return left is null || left.All(pair => right!.TryGetValue(pair.Key, out string? value) && value == pair.Value);
    }

    private T Current(T seen)
    {
        T current = Find(seen.Metadata.Name!) ?? throw Refuse(404, "NotFound");
        return current.Metadata.ResourceVersion == seen.Metadata.ResourceVersion ? current : throw Refuse(409, "Conflict");
    }

    private T Put(T? before, T after)
    {
        T stored = after.WithMetadata(after.Metadata with { ResourceVersion = clock.NextVersion().ToString(CultureInfo.InvariantCulture) });
        _objects[stored.Metadata.Name!] = stored;
        Log.Add((false, stored));
        Changed?.Invoke(before, stored);
        return stored;
    }

    private void Remove(T before)
    {
        clock.NextVersion();
        _objects.Remove(before.Metadata.Name!);
        Log.Add((true, before));
        Changed?.Invoke(before, null);
    }
}
