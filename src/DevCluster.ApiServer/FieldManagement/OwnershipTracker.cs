using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>
/// Works out the owners of objects that are about to be stored. Trees are of the stored version and without metadata.managedFields, but for
/// what a client sent in it.
/// </summary>
internal static class OwnershipTracker
{
    /// <summary>The member of metadata that says who owns what.</summary>
    public const string Field = "managedFields";

    /// <summary>The owners of <paramref name="next"/> after a create, an update or a patch other than apply.</summary>
    /// <param name="previous">What is stored; null for a creation.</param>
    /// <param name="next">What is to be stored; the managedFields that the client sent are taken out of it.</param>
    /// <param name="before">Who owns what is stored.</param>
    /// <param name="write">Who writes.</param>
    public static FieldUpdate Track(JsonObject? previous, JsonObject next, ManagedFields before, FieldWrite write)
    {
        ManagedFields start = UpdateOwnership.Start(Detach(next), before, write);
        return new FieldUpdate(before, UpdateOwnership.After(View(previous, write.Definition), View(next, write.Definition)!, start, write));
    }

    /// <summary>Applies a configuration of the served version to what is stored.</summary>
    /// <param name="previous">What is stored; null where the apply creates it.</param>
    /// <param name="configuration">What is applied.</param>
    /// <param name="before">Who owns what is stored.</param>
    /// <param name="write">Who applies.</param>
    /// <param name="force">Whether fields of others are taken.</param>
    /// <returns>The merged object in the served version, and its owners.</returns>
    /// <exception cref="Errors.ApiStatusException">409: others own some of the fields.</exception>
    public static (JsonObject Merged, FieldUpdate Update) Apply(JsonObject? previous, JsonObject configuration, ManagedFields before, FieldWrite write, bool force)
    {
        AppliedResult result = ApplyOwnership.Apply(View(previous, write.Definition), configuration, before, write, force);
        if (result.Conflicts.Count > 0)
            throw ApplyConflicts.Refuse(result.Conflicts);
        if (LastApplied.Concerns(write.Manager))
            LastApplied.Refresh(result.Merged, configuration);
        return (result.Merged, new FieldUpdate(before, result.Owners));
    }

    /// <summary>Shows the owners in an object, to those who see it as a client does.</summary>
    public static void Attach(JsonObject resource, ManagedFields owners)
    {
        if (ManagedFieldsText.Write(owners) is { } managedFields)
            resource.Ensure("metadata")[Field] = managedFields;
    }

    /// <summary>Takes the owners out of an object.</summary>
    /// <returns>What it said; null for nothing.</returns>
    public static JsonNode? Detach(JsonObject resource)
    {
        JsonNode? managedFields = null;
        resource.Object("metadata")?.Remove(Field, out managedFields);
        return managedFields;
    }

    private static JsonObject? View(JsonObject? stored, ResourceDefinition definition)
    {
        if (stored is null || definition.Converter.IsIdentity)
            return stored;
        JsonObject served = stored.DeepClone().AsObject();
        definition.Converter.FromStorage(served);
        return served;
    }
}

/// <summary>Ownership after a write.</summary>
/// <param name="Before">Who owned what before.</param>
/// <param name="After">Who owns what now.</param>
internal readonly record struct FieldUpdate(ManagedFields Before, ManagedFields After);
