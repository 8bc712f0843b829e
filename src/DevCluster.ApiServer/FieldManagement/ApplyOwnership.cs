using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>Server-side apply: merges a configuration, removes what its manager no longer applies, and finds conflicts.</summary>
internal static class ApplyOwnership
{
    /// <summary>Owner of all that was there before the first apply to an object that was not tracked.</summary>
    private const string BeforeFirstApply = "before-first-apply";

    /// <param name="live">The stored object, or null where the apply creates it; without managedFields.</param>
    /// <param name="configuration">What is applied; fits the schema.</param>
    /// <param name="owners">Who owns what.</param>
    /// <param name="write">Who applies.</param>
    /// <param name="force">Whether fields of others are taken.</param>
    public static AppliedResult Apply(JsonObject? live, JsonObject configuration, ManagedFields owners, FieldWrite write, bool force)
    {
        ManagedFields before = owners.IsEmpty && live is not null
            ? UpdateOwnership.Take([], live, owners, write, FieldManagerId.Updater(BeforeFirstApply, write.Definition.ApiVersion, write.Subresource))
            : owners;
        AppliedResult result = Merge(live, configuration, before, write, force);
        if (result.Conflicts.Count == 0 || !LastApplied.Concerns(write.Manager) || LastApplied.FieldsOf(live, write.Definition.WholeSchema) is not { } own)
            return result;

        // What kubectl applied on the client's side and nobody changed since is kubectl's own.
        IReadOnlyList<FieldConflict> foreign = [.. result.Conflicts
            .Select(conflict => conflict with { Fields = conflict.Fields.Except(own) })
            .Where(conflict => !conflict.Fields.IsEmpty)];
        return foreign.Count > 0 ? result with { Conflicts = foreign } : Merge(live, configuration, before, write, force: true);
    }

    private static AppliedResult Merge(JsonObject? live, JsonObject configuration, ManagedFields owners, FieldWrite write, bool force)
    {
        StructuralSchema schema = write.Definition.WholeSchema;
        JsonObject present = live ?? [];
        FieldManagerId applier = write.Applier;
        FieldSet last = owners.Of(applier), applied = FieldCollector.Collect(configuration, schema).Where(write.Reaches);
        JsonObject merged = Prune(ConfigurationMerge.Merge(present, configuration, schema), last, owners.With(applier, write.Owned(applied)).All, schema);

        FieldDifference difference = FieldComparer.Compare(present, merged, schema).Where(write.Reaches);
        FieldSet changed = difference.Changed;
        FieldConflict[] conflicts = [.. owners.Owners
            .Where(owner => owner.Key != applier)
            .Select(owner => new FieldConflict(owner.Key, owner.Value.Fields.Intersect(changed)))
            .Where(conflict => !conflict.Fields.IsEmpty)
            .OrderBy(conflict => conflict.Owner.Manager, StringComparer.Ordinal)];
        if (conflicts.Length > 0 && !force)
            return new AppliedResult(merged, owners, conflicts);

        ManagedFields others = owners.Without(changed.Union(difference.Removed), except: applier);
        return new AppliedResult(merged, others.With(applier, write.Owned(FieldWrite.Strip(applied))), []);
    }

    /// <summary>Removes what the manager applied the last time, and nobody owns now.</summary>
    private static JsonObject Prune(JsonObject merged, FieldSet last, FieldSet owned, StructuralSchema schema)
    {
        if (last.IsEmpty)
            return merged;
        FieldSet lastNamed = last.WithNamedFields(schema), ownedNamed = owned.WithNamedFields(schema);
        FieldSet all = FieldCollector.Collect(merged, schema).WithNamedFields(schema);
        JsonObject pruned = FieldRemover.Remove(merged, lastNamed, schema);
        FieldSet left = FieldCollector.Collect(pruned, schema).WithNamedFields(schema);
        pruned = FieldRemover.Remove(merged, all.Except(left.Union(ownedNamed)), schema);
        left = FieldCollector.Collect(pruned, schema).WithNamedFields(schema);
        return FieldRemover.Remove(merged, all.Except(left).Intersect(lastNamed), schema);
    }
}

/// <summary>What an apply leads to.</summary>
/// <param name="Merged">The object with the configuration in it.</param>
/// <param name="Owners">Who owns what then.</param>
/// <param name="Conflicts">What stands in the way; the rest holds only if there is nothing.</param>
internal sealed record AppliedResult(JsonObject Merged, ManagedFields Owners, IReadOnlyList<FieldConflict> Conflicts);
