using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Admission;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.GarbageCollection;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>Deletes objects, or starts their deletion where something has to happen first.</summary>
internal sealed class ResourceDeleter(ObjectStore store, IAdmission admission, TimeProvider clock)
{
    /// <returns>The object, and whether it is gone; otherwise it is terminating.</returns>
    public async ValueTask<(StoredObject Last, bool IsGone)> DeleteAsync(ResourceTarget target, DeleteOptions options, CancellationToken cancellationToken)
    {
        while (true)
        {
            StoredObject current = store.Current.Find(target.Key) ?? throw target.NotFound();
            CheckPreconditions(target, current, options);
            AdmissionQuestion request = await admission.MutateAsync(AdmissionQuestion.Delete(target, current.Parse(), options), cancellationToken);
            await admission.ValidateAsync(request, cancellationToken);
            JsonObject tree = current.ParseWithoutOwners();
            Mark(tree, current, target.Definition, options);
            var marked = new StoredObject(current.Key, tree, current.ResourceVersion, current.Fields, current.ManagedFields);
            if (marked.Finalizers.Count == 0 && target.Definition.Strategy.MayBeRemoved(tree))
            {
                if (options.DryRun || store.TryRemove(current) is not null)
                    return (current, true);
            }
            else if (options.DryRun || marked.Json.Span.SequenceEqual(current.Json.Span))
            {
                return (options.DryRun ? marked : current, false);
            }
            else if (store.TryPut(current, marked) is { } stored)
            {
                return (stored, false);
            }
        }
    }

    /// <summary>Deletes an object unless it has gone, or been replaced by another of its name, meanwhile.</summary>
    /// <returns>Whether there was something to delete.</returns>
    public async ValueTask<bool> TryDeleteAsync(ResourceTarget target, DeleteOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await DeleteAsync(target, options, cancellationToken);
            return true;
        }
        catch (ApiStatusException refusal) when (refusal.Status.Code is 404 or 409)
        {
            return false;
        }
    }

    private void Mark(JsonObject tree, StoredObject current, ResourceDefinition definition, DeleteOptions options)
    {
        JsonObject metadata = tree.Object("metadata")!;
        IReadOnlyList<string> finalizers = OwnerFinalizers.After(options.Propagation, current.Finalizers);
        metadata.SetOrRemove("finalizers", finalizers.Count == 0 ? null : finalizers.ToJsonArray());
        if (current.IsTerminating)
            return;

        DateTimeOffset now = clock.GetUtcNow();
        metadata["deletionTimestamp"] = Timestamps.Format(now);
        metadata["deletionGracePeriodSeconds"] = 0L;
        if (metadata["generation"].Whole() is { } generation)
            metadata["generation"] = generation + 1;
        definition.Strategy.PrepareForDelete(tree, now);
    }

    private static void CheckPreconditions(ResourceTarget target, StoredObject current, DeleteOptions options)
    {
        ResourceDefinition definition = target.Definition;
        if (options.ExpectedUid is { } uid && uid != current.Uid)
            throw ApiErrors.Conflict(definition.Group, definition.Plural, target.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}");
        string version = ResourceVersions.Format(current.ResourceVersion);
        if (options.ExpectedVersion is { } wanted && wanted != version)
            throw ApiErrors.Conflict(definition.Group, definition.Plural, target.Name, $"Precondition failed: ResourceVersion in precondition: {wanted}, ResourceVersion in object meta: {version}");
    }
}
