using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>
/// Ownership after creates, updates and patches other than apply: who changes a field owns it, and nobody owns what is gone. Field paths are
/// taken to be the same in all versions of a resource, as they are with conversion strategy None.
/// </summary>
internal static class UpdateOwnership
{
    /// <param name="live">The stored object, or null on creation; without managedFields.</param>
    /// <param name="next">What is to be stored; without managedFields.</param>
    /// <param name="owners">Who owned what before.</param>
    /// <param name="write">Who writes.</param>
    public static ManagedFields After(JsonObject? live, JsonObject next, ManagedFields owners, FieldWrite write)
    {
        // Nobody asked who owns what in an object that is not tracked; the first apply will make up for it.
        if (owners.IsEmpty && live is not null)
            return owners;
        return Take(live ?? [], next, owners, write, write.Updater).Capped();
    }

    /// <summary>The owners to start from: those the client sent, if it sent any that make sense, so that it may edit them.</summary>
    public static ManagedFields Start(JsonNode? sent, ManagedFields stored, FieldWrite write)
    {
        if (write.Subresource.Length > 0 || sent is null)
            return stored;
        if (ManagedFieldsText.IsReset(sent))
            return ManagedFields.None;
        return ManagedFieldsText.Read(sent) is { IsEmpty: false } valid ? valid : stored;
    }

    internal static ManagedFields Take(JsonObject live, JsonObject next, ManagedFields owners, FieldWrite write, FieldManagerId manager)
    {
        FieldDifference difference = FieldComparer.Compare(live, next, write.Definition.WholeSchema).Where(write.Reaches);
        FieldSet changed = difference.Changed, taken = FieldWrite.Strip(changed);
        ManagedFields rest = owners.Without(changed.Union(difference.Removed), except: null);
        return taken.IsEmpty ? rest : rest.With(manager, write.Owned(rest.Of(manager).Union(taken)));
    }
}
