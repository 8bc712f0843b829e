using System.Collections.Immutable;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>Who owns which fields of one object.</summary>
internal sealed record ManagedFields(ImmutableDictionary<FieldManagerId, OwnedFields> Owners)
{
    public static readonly ManagedFields None = new(ImmutableDictionary<FieldManagerId, OwnedFields>.Empty);

    /// <summary>More managers that only update than this are merged, the oldest first.</summary>
    private const int MaximumUpdaters = 10;

    private const string Ancient = "ancient-changes";

    public bool IsEmpty => Owners.IsEmpty;

    public FieldSet Of(FieldManagerId manager) => Owners.GetValueOrDefault(manager)?.Fields ?? FieldSet.Empty;

    public FieldSet All => Owners.Values.Aggregate(FieldSet.Empty, (all, owned) => all.Union(owned.Fields));

    /// <summary>The same with one manager's fields replaced; without that manager where there are none.</summary>
    public ManagedFields With(FieldManagerId manager, OwnedFields owned) =>
        new(owned.Fields.IsEmpty ? Owners.Remove(manager) : Owners.SetItem(manager, owned));

    /// <summary>The same with fields taken from everybody but <paramref name="except"/>.</summary>
    public ManagedFields Without(FieldSet fields, FieldManagerId? except)
    {
        if (fields.IsEmpty)
            return this;
        ManagedFields rest = this;
        foreach ((FieldManagerId manager, OwnedFields owned) in Owners)
        {
            FieldSet kept = manager == except ? owned.Fields : owned.Fields.Except(fields);
            if (!kept.SameAs(owned.Fields))
                rest = rest.With(manager, owned with { Fields = kept });
        }

        return rest;
    }

    /// <summary>Whether the same managers own the same fields, whenever they took them.</summary>
    public bool SameOwnersAs(ManagedFields other) =>
        Owners.Count == other.Owners.Count && Owners.All(owner => other.Owners.TryGetValue(owner.Key, out OwnedFields? its) && owner.Value.ApiVersion == its.ApiVersion && owner.Value.Fields.SameAs(its.Fields));

    /// <summary>Merges the oldest updates of each version until no more than ten remain.</summary>
    public ManagedFields Capped()
    {
        FieldManagerId[] updaters = [.. Owners.Keys.Where(id => !id.Applies)];
        if (updaters.Length <= MaximumUpdaters)
            return this;
        var rest = Owners.ToBuilder();
        var firsts = new Dictionary<string, FieldManagerId>(StringComparer.Ordinal);
        int count = updaters.Length;
        foreach (FieldManagerId id in updaters.OrderBy(id => Owners[id].Time, StringComparer.Ordinal).ThenBy(id => id.Manager, StringComparer.Ordinal))
        {
            if (count <= MaximumUpdaters)
                break;
            if (firsts.TryAdd(id.ApiVersion, id))
                continue;
            FieldManagerId first = firsts[id.ApiVersion], bucket = FieldManagerId.Updater(Ancient, id.ApiVersion, string.Empty);
            OwnedFields merged = rest[first], next = rest[id];
            rest.Remove(first);
            rest.Remove(id);
            rest[bucket] = next with { Fields = merged.Fields.Union(next.Fields) };
            firsts[id.ApiVersion] = bucket;
            count--;
        }

        return new ManagedFields(rest.ToImmutable());
    }

    /// <summary>Appliers first, then by the second in which they wrote.</summary>
    public IEnumerable<KeyValuePair<FieldManagerId, OwnedFields>> InOrder() => Owners
        .OrderByDescending(owner => owner.Key.Applies)
        .ThenBy(owner => owner.Value.Time, StringComparer.Ordinal)
        .ThenBy(owner => owner.Key.Manager, StringComparer.Ordinal)
        .ThenBy(owner => owner.Value.ApiVersion, StringComparer.Ordinal)
        .ThenBy(owner => owner.Key.Subresource, StringComparer.Ordinal);
}

/// <summary>What one manager owns.</summary>
/// <param name="Fields">The fields.</param>
/// <param name="ApiVersion">The version in which they were written.</param>
/// <param name="Time">When that was, as metadata writes it; null where it is not known.</param>
internal sealed record OwnedFields(FieldSet Fields, string ApiVersion, string? Time);
