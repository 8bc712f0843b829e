using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>Keeps metadata.managedFields of objects that are about to be stored. Trees are of the stored version.</summary>
internal static class OwnershipTracker
{
    private const string Field = "managedFields";

    /// <summary>Sets the owners of <paramref name="next"/> after a create, an update or a patch other than apply.</summary>
    /// <param name="previous">What is stored; null for a creation.</param>
    /// <param name="next">What is to be stored, with the managedFields that the client sent.</param>
    /// <param name="write">Who writes.</param>
    public static FieldUpdate Track(JsonObject? previous, JsonObject next, FieldWrite write)
    {
        JsonNode? held = Detach(previous), sent = Detach(next);
        ManagedFields before = ManagedFieldsText.Read(held) ?? ManagedFields.None;
        ManagedFields start = UpdateOwnership.Start(sent, before, write);
        var update = new FieldUpdate(before, UpdateOwnership.After(View(previous, write.Definition), View(next, write.Definition)!, start, write));
        Attach(previous, held);
        if (update.ChangesOwners || previous is null)
            Attach(next, ManagedFieldsText.Write(update.After));
        else
            Attach(next, held?.DeepClone());
        return update;
    }

    /// <summary>Applies a configuration of the served version to what is stored.</summary>
    /// <param name="previous">What is stored; null where the apply creates it.</param>
    /// <param name="configuration">What is applied.</param>
    /// <param name="write">Who applies.</param>
    /// <param name="force">Whether fields of others are taken.</param>
    /// <returns>The merged object in the served version, with its owners.</returns>
    /// <exception cref="Errors.ApiStatusException">409: others own some of the fields.</exception>
    public static (JsonObject Merged, FieldUpdate Update) Apply(JsonObject? previous, JsonObject configuration, FieldWrite write, bool force)
    {
        JsonNode? held = Detach(previous);
        ManagedFields before = ManagedFieldsText.Read(held) ?? ManagedFields.None;
        AppliedResult result = ApplyOwnership.Apply(View(previous, write.Definition), configuration, before, write, force);
        Attach(previous, held);
        if (result.Conflicts.Count > 0)
            throw ApplyConflicts.Refuse(result.Conflicts);
        if (LastApplied.Concerns(write.Manager))
            LastApplied.Refresh(result.Merged, configuration);
        var update = new FieldUpdate(before, result.Owners);
        Attach(result.Merged, update.ChangesOwners || previous is null ? ManagedFieldsText.Write(update.After) : held?.DeepClone());
        return (result.Merged, update);
    }

    /// <summary>Notes new times, which are of no interest where nothing else changes.</summary>
    public static void NoteTimes(JsonObject next, FieldUpdate update)
    {
        if (!update.ChangesOwners)
            Attach(next, ManagedFieldsText.Write(update.After));
    }

    private static JsonObject? View(JsonObject? stored, ResourceDefinition definition)
    {
        if (stored is null || definition.Converter.IsIdentity)
            return stored;
        JsonObject served = stored.DeepClone().AsObject();
        definition.Converter.FromStorage(served);
        return served;
    }

    private static JsonNode? Detach(JsonObject? resource)
    {
        JsonNode? managedFields = null;
        resource?.Object("metadata")?.Remove(Field, out managedFields);
        return managedFields;
    }

    private static void Attach(JsonObject? resource, JsonNode? managedFields)
    {
        if (resource is null)
            return;
        if (managedFields is null)
            resource.Object("metadata")?.Remove(Field);
        else
            resource.Ensure("metadata")[Field] = managedFields;
    }
}
