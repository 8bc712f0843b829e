using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Admission;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.FieldManagement;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>Creates, replaces and patches objects.</summary>
internal sealed class ResourceWriter(ObjectStore store, BodyRules bodies, IAdmission admission, TimeProvider clock)
{
    private const int MaximumStoredBytes = 1536 * 1024;

    /// <summary>Checks an object without storing it.</summary>
    public JsonObject Accept(ResourceTarget target, DecodedBody body, WriteOptions options) => bodies.Accept(target, body, options);

    public ValueTask<StoredObject> CreateAsync(ResourceTarget target, DecodedBody body, WriteOptions options, CancellationToken cancellationToken) =>
        CreateTrackedAsync(target, bodies.Accept(target, body, options), options, cancellationToken);

    /// <summary>Replaces an object by what the client sent.</summary>
    /// <returns>The stored version, and whether it is new.</returns>
    public async ValueTask<(StoredObject Stored, bool IsNew)> ReplaceAsync(ResourceTarget target, DecodedBody body, WriteOptions options, CancellationToken cancellationToken)
    {
        JsonObject accepted = bodies.Accept(target, body, options);
        MetadataRules.RequireName(accepted, target);
        if (store.Current.Find(target.Key) is null && target.Definition.Strategy.AllowsCreateOnUpdate && target.Subresource.Length == 0)
            return (await CreateTrackedAsync(target, accepted, options, cancellationToken), true);

        string? uid = accepted.Text("metadata", "uid");
        return (await ChangeAsync(target, Propose, admission, isPatch: false, options, uid, cancellationToken), false);

        ValueTask<Proposal> Propose(JsonObject previous, ManagedFields owners) => ValueTask.FromResult(Track(previous, accepted.DeepClone().AsObject(), owners, target, options));
    }

    /// <summary>Changes an object by a patch of its served form. Without a resourceVersion in the patch, lost races are repeated.</summary>
    public ValueTask<StoredObject> PatchAsync(ResourceTarget target, Func<JsonObject, JsonObject> patch, WriteOptions options, CancellationToken cancellationToken) =>
        PatchAsync(target, served => ValueTask.FromResult(patch(served)), admission, options, cancellationToken);

    /// <summary>Changes an object by a patch that is admitted in a form of its own.</summary>
    public ValueTask<StoredObject> PatchAdmittedAsync(ResourceTarget target, Func<JsonObject, ValueTask<JsonObject>> patch, WriteOptions options, CancellationToken cancellationToken) =>
        PatchAsync(target, patch, NoAdmission.Instance, options, cancellationToken);

    private ValueTask<StoredObject> PatchAsync(
        ResourceTarget target, Func<JsonObject, ValueTask<JsonObject>> patch, IAdmission admitting, WriteOptions options, CancellationToken cancellationToken) => ChangeAsync(
        target,
        async (previous, owners) =>
        {
            JsonObject served = previous.DeepClone().AsObject();
            target.Definition.Converter.FromStorage(served);
            if (options.ShowsOwners)
                OwnershipTracker.Attach(served, owners);
            return Track(previous, bodies.AcceptPatched(target, await patch(served), options), owners, target, options);
        },
        admitting,
        isPatch: true,
        options,
        expectedUid: null,
        cancellationToken);

    /// <summary>Applies a configuration: creates the object, or merges the configuration into it.</summary>
    /// <returns>The stored version, and whether it is new.</returns>
    public async ValueTask<(StoredObject Stored, bool IsNew)> ApplyAsync(ResourceTarget target, DecodedBody body, WriteOptions options, CancellationToken cancellationToken)
    {
        ApplyRules.Check(target, body, options);
        while (true)
        {
            if (store.Current.Find(target.Key) is not null)
                return (await ChangeAsync(target, (previous, owners) => ValueTask.FromResult(Apply(previous, owners)), admission, isPatch: true, options, expectedUid: null, cancellationToken), false);
            if (target.Subresource.Length > 0)
                throw target.NotFound();
            if (body.Root.Text("metadata", "uid") is { Length: > 0 } uid)
                throw ApiErrors.Conflict(target.Definition.Group, target.Definition.Plural, target.Name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
            try
            {
                Proposal created = Apply(null, ManagedFields.None);
                created.Next.Object("metadata")!.Remove("resourceVersion");
                return (await CreateAsync(target, created, options, cancellationToken), true);
            }
            catch (ApiStatusException refusal) when (refusal.Status.Reason == ApiErrors.AlreadyExistsReason)
            {
                // Another writer was first: there is something to merge with now.
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        Proposal Apply(JsonObject? previous, ManagedFields owners)
        {
            (JsonObject merged, FieldUpdate ownership) = OwnershipTracker.Apply(previous, body.Root, owners, Write(target, options), options.Force);
            return new Proposal(bodies.AcceptApplied(target, merged), ownership);
        }
    }

    private ValueTask<StoredObject> CreateTrackedAsync(ResourceTarget target, JsonObject resource, WriteOptions options, CancellationToken cancellationToken) =>
        CreateAsync(target, Track(null, resource, ManagedFields.None, target, options), options, cancellationToken);

    private Proposal Track(JsonObject? previous, JsonObject next, ManagedFields owners, ResourceTarget target, WriteOptions options) =>
        new(next, OwnershipTracker.Track(previous, next, owners, Write(target, options)));

    private FieldWrite Write(ResourceTarget target, WriteOptions options) =>
        new(target.Definition, options.OwnedThrough ?? target.Subresource, options.FieldManager, clock.GetUtcNow());

    private async ValueTask<StoredObject> CreateAsync(ResourceTarget target, Proposal proposal, WriteOptions options, CancellationToken cancellationToken)
    {
        ResourceDefinition definition = target.Definition;
        JsonObject resource = proposal.Next;
        MetadataRules.SetNamespace(resource.Object("metadata")!, target);
        string requested = resource.Text("metadata", "name") ?? target.Name;
        NamespaceAdmission.CheckCreate(store.Current, target, requested);
        AdmissionQuestion admitted = await admission.MutateAsync(AdmissionQuestion.Create(target, requested, resource, options) with { Owners = proposal.Ownership.After }, cancellationToken);
        resource = admitted.Object!;
        MetadataRules.PrepareForCreate(resource, target, clock.GetUtcNow());
        definition.Strategy.PrepareForCreate(resource);
        string name = resource.Text("metadata", "name") ?? string.Empty;
        Require(definition, name, [.. MetadataRules.Validate(resource, definition), .. definition.Strategy.Validate(resource, null)]);
        await admission.ValidateAsync(admitted with { Object = resource, Name = name }, cancellationToken);
        StoreKey key = definition.Key(target.Namespace, name);
        IReadOnlyDictionary<string, string> fields = SelectableFieldValues.Of(resource, definition);
        var candidate = new StoredObject(key, resource, 0, fields, admitted.Owners);
        RequireSize(candidate);
        if (options.DryRun && store.Current.Find(key) is null)
            return candidate;
        StoredObject? stored = options.DryRun ? null : store.TryPut(null, candidate, state => NamespaceAdmission.CheckCreate(state, target, name));
        return stored ?? throw ApiErrors.AlreadyExists(definition.Group, definition.Plural, name);
    }

    private async ValueTask<StoredObject> ChangeAsync(
        ResourceTarget target,
        Func<JsonObject, ManagedFields, ValueTask<Proposal>> produce,
        IAdmission admitting,
        bool isPatch,
        WriteOptions options,
        string? expectedUid,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            StoredObject current = store.Current.Find(target.Key) ?? throw target.NotFound();
            if (expectedUid is not null && expectedUid != current.Uid)
                throw ApiErrors.Conflict(target.Definition.Group, target.Definition.Plural, target.Name, $"Precondition failed: UID in precondition: {expectedUid}, UID in object meta: {current.Uid}");
            JsonObject previous = current.ParseWithoutOwners();
            (JsonObject next, FieldUpdate ownership) = await produce(previous, current.ManagedFields);
            AdmissionQuestion asked = AdmissionQuestion.Update(target, next, previous, options) with { Owners = ownership.After, OldOwners = ownership.Before };
            AdmissionQuestion admitted = await admitting.MutateAsync(asked, cancellationToken);
            next = admitted.Object!;
            bool conditional = CheckVersion(next, current, target, isPatch);
            Prepare(next, previous, target);
            await admitting.ValidateAsync(admitted with { Object = next }, cancellationToken);
            next.Object("metadata")!["resourceVersion"] = ResourceVersions.Format(current.ResourceVersion);
            // Who wrote last is of no interest where nothing else changes.
            if (next.SameAs(previous) && admitted.Owners!.SameOwnersAs(ownership.Before))
                return current;
            if (Store(target, current, next, admitted.Owners!, options) is { } stored)
                return stored;
            if (conditional && !isPatch)
                throw target.StaleVersion();
        }
    }

    /// <returns>The result, or null where another writer was first.</returns>
    private StoredObject? Store(ResourceTarget target, StoredObject current, JsonObject next, ManagedFields owners, WriteOptions options)
    {
        IReadOnlyDictionary<string, string> fields = SelectableFieldValues.Of(next, target.Definition);
        var candidate = new StoredObject(current.Key, next, current.ResourceVersion, fields, owners);
        RequireSize(candidate);
        if (options.DryRun)
            return candidate;
        if (candidate.IsTerminating && candidate.Finalizers.Count == 0 && target.Definition.Strategy.MayBeRemoved(next))
            return store.TryRemove(current) is null ? null : candidate;
        return store.TryPut(current, candidate);
    }

    private static void Prepare(JsonObject next, JsonObject previous, ResourceTarget target)
    {
        var errors = new List<FieldError>();
        MetadataRules.PrepareForUpdate(next, previous, target, errors);
        target.Definition.Strategy.PrepareForUpdate(next, previous, target.Subresource);
        errors.AddRange(MetadataRules.Validate(next, target.Definition));
        errors.AddRange(target.Definition.Strategy.Validate(next, previous));
        Require(target.Definition, target.Name, errors);
    }

    /// <returns>Whether the client named the version it changes.</returns>
    private static bool CheckVersion(JsonObject next, StoredObject current, ResourceTarget target, bool isPatch)
    {
        if (next.Text("metadata", "resourceVersion") is not { } text)
        {
            if (isPatch || target.Definition.Strategy.AllowsUnconditionalUpdate)
                return false;
            throw target.Definition.Invalid(target.Name, FieldError.Invalid("metadata.resourceVersion", JsonValue.Create(0L), "must be specified for an update"));
        }

        if (!ResourceVersions.TryParse(text, out long version))
            throw ApiErrors.Unclassified($"strconv.ParseUint: parsing \"{text}\": invalid syntax");
        return version == current.ResourceVersion ? true : throw target.StaleVersion();
    }

    private static void Require(ResourceDefinition definition, string name, List<FieldError> errors)
    {
        if (errors.Count > 0)
            throw definition.Invalid(name, errors);
    }

    private static void RequireSize(StoredObject candidate)
    {
        if (candidate.Json.Length > MaximumStoredBytes)
            throw ApiErrors.Unclassified("etcdserver: request is too large");
    }
}

/// <summary>What a request makes of a stored object, and who owns its fields then.</summary>
internal readonly record struct Proposal(JsonObject Next, FieldUpdate Ownership);
