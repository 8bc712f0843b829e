using System.Text.Json.Nodes;
using ElementalProvider.Api.ClusterApi;

namespace ElementalProvider.DevCluster.Moving;

/// <summary>
/// Does to a namespace what <c>clusterctl move</c> does, in its order: pauses the Clusters, waits for whatever must not be moved now, creates
/// every object in the target without a status and with a new UID, owners first; then marks, deletes and frees each of the source, what is owned
/// before its owners; and at last ends the pause in the target. It takes everything of the kinds of Cluster API and its providers.
/// </summary>
/// <param name="source">Where the objects are.</param>
/// <param name="target">Where they go.</param>
/// <param name="namespaceName">The namespace, in both.</param>
/// <param name="say">Told what happens.</param>
/// <param name="clock">For the pauses between looks at an object that blocks the move.</param>
internal sealed class ClusterMove(MoveEnd source, MoveEnd target, string namespaceName, Action<string> say, TimeProvider clock)
{
    /// <summary>Looks at one object that blocks the move, as many as clusterctl takes: a little more than six minutes.</summary>
    public const int Looks = 10;

    private const string DefinitionsPath = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    /// <summary>Creates in a random order instead of that of the owners, so that the target's controllers see anything before anything.</summary>
    public Random? Shuffle { get; init; }

    /// <summary>Moves the namespace. What an earlier try left in the target is written over.</summary>
    /// <exception cref="DevClusterException">It cannot be moved, or something was refused half-way; the message says what.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<MovedObject> all = await ReadAsync(cancellationToken);
        string[] clusters = [.. all.Where(IsCluster).Select(cluster => cluster.Path)];
        if (all.FirstOrDefault(IsUnfinished) is { } unfinished)
            throw new DevClusterException($"{unfinished.Title} is still being provisioned; move when its Node is there.");

        say($"{all.Count} objects of the namespace {namespaceName} are to move");
        await PauseAsync(source, clusters, true, cancellationToken);
        foreach (MovedObject blocking in all.Where(each => each.IsAnnotated(ClusterApiGroup.BlockMoveAnnotation)))
            await WaitAsync(blocking, cancellationToken);

        // What was waited for has changed.
        all = await ReadAsync(cancellationToken);
        IReadOnlyList<IReadOnlyList<MovedObject>> groups = MoveOrder.OwnersFirst([.. all]);
        MovedObject[] ordered = [.. groups.SelectMany(group => group)];
        await EnsureNamespaceAsync(cancellationToken);
        await CreateAsync(Shuffle is null ? ordered : [.. ordered.OrderBy(_ => Shuffle.Next())], cancellationToken);
        say($"{ordered.Length} objects are in the target");
        foreach (MovedObject moved in ordered.Reverse())
            await DeleteAsync(moved, cancellationToken);
        say("nothing of them is left in the source");
        await PauseAsync(target, clusters, false, cancellationToken);
    }

    private static bool IsCluster(MovedObject moved) => moved.Kind == Cluster.KubeKind;

    /// <summary>What clusterctl refuses to begin with: a Cluster that was never up, a Machine that has no Node.</summary>
    private static bool IsUnfinished(MovedObject moved) => moved.Kind switch
    {
        Cluster.KubeKind => moved.Content["status"]?["initialization"]?["infrastructureProvisioned"]?.GetValue<bool>() != true,
        Machine.KubeKind => moved.Content["status"]?["nodeRef"] is null,
        _ => false,
    };

    private async Task<IReadOnlyList<MovedObject>> ReadAsync(CancellationToken cancellationToken)
    {
        List<MovedObject> found = [];
        foreach (MovedObject definition in await source.ListAsync(DefinitionsPath, cancellationToken))
        {
            JsonNode spec = definition.Content["spec"]!;
            string group = spec["group"]!.GetValue<string>();
            if (!group.EndsWith(ClusterApiGroup.Name, StringComparison.Ordinal) || spec["scope"]!.GetValue<string>() != "Namespaced")
                continue;

            string version = spec["versions"]!.AsArray().First(each => each!["storage"]!.GetValue<bool>())!["name"]!.GetValue<string>();
            string plural = spec["names"]!["plural"]!.GetValue<string>();
            found.AddRange(await source.ListAsync($"apis/{group}/{version}/namespaces/{namespaceName}/{plural}", cancellationToken));
        }

        HashSet<string> uids = [.. found.Select(each => each.Uid)];
        IReadOnlyList<MovedObject> secrets = await source.ListAsync($"api/v1/namespaces/{namespaceName}/secrets", cancellationToken);
        return [.. found, .. secrets.Where(secret => secret.OwnerUids.Any(uids.Contains) || secret.Content["type"]?.GetValue<string>() == ClusterApiGroup.SecretType)];
    }

    private static async Task PauseAsync(MoveEnd end, IEnumerable<string> clusters, bool paused, CancellationToken cancellationToken)
    {
        foreach (string cluster in clusters)
            await end.MergeAsync(cluster, new JsonObject { ["spec"] = new JsonObject { ["paused"] = paused ? true : null } }, cancellationToken);
    }

    private async Task WaitAsync(MovedObject blocking, CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        for (int look = 1; ; look++)
        {
            if (await source.FindAsync(blocking.Path, cancellationToken) is not { } now
                || !new MovedObject(blocking.Folder, now).IsAnnotated(ClusterApiGroup.BlockMoveAnnotation))
                return;
            if (look == 1)
                say($"waiting for {blocking.Title}, which must not be moved now");
            if (look == Looks)
            {
                throw new DevClusterException(
                    $"{blocking.Title} still has the annotation {ClusterApiGroup.BlockMoveAnnotation}: see what it is at, let it finish or detach it, and move again; "
                    + "nothing was moved, and the Clusters are paused until then.");
            }

            await Task.Delay(pause, clock, cancellationToken);
            pause *= 1.5;
        }
    }

    private async Task EnsureNamespaceAsync(CancellationToken cancellationToken)
    {
        if (await target.FindAsync($"api/v1/namespaces/{namespaceName}", cancellationToken) is null)
        {
            JsonObject made = new() { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = namespaceName } };
            await target.CreateAsync("api/v1/namespaces", made, cancellationToken);
        }
    }

    private async Task CreateAsync(IReadOnlyList<MovedObject> objects, CancellationToken cancellationToken)
    {
        HashSet<string> moving = [.. objects.Select(each => each.Uid)];
        Dictionary<string, string> newUids = [];
        List<MovedObject> ownersToCome = [];
        foreach (MovedObject moved in objects)
        {
            JsonObject copy = moved.Content.DeepClone().AsObject();
            JsonObject metadata = copy["metadata"]!.AsObject();
            foreach (string own in (string[])["resourceVersion", "uid", "creationTimestamp", "generation", "managedFields", "generateName", "ownerReferences"])
                metadata.Remove(own);
            if (moved.OwnerUids.Where(moving.Contains).All(newUids.ContainsKey))
                metadata["ownerReferences"] = Rebuilt(moved, newUids);
            else
                ownersToCome.Add(moved);
            newUids[moved.Uid] = (await CreateOrReplaceAsync(moved, copy, cancellationToken))["metadata"]!["uid"]!.GetValue<string>();
        }

        foreach (MovedObject moved in ownersToCome)
        {
            JsonObject owners = new() { ["metadata"] = new JsonObject { ["ownerReferences"] = Rebuilt(moved, newUids) } };
            await target.MergeAsync(moved.Path, owners, cancellationToken);
        }
    }

    private async Task<JsonObject> CreateOrReplaceAsync(MovedObject moved, JsonObject copy, CancellationToken cancellationToken)
    {
        if (await target.FindAsync(moved.Path, cancellationToken) is not { } present)
            return await target.CreateAsync(moved.Folder, copy, cancellationToken);

        copy["metadata"]!["uid"] = present["metadata"]!["uid"]!.DeepClone();
        copy["metadata"]!["resourceVersion"] = present["metadata"]!["resourceVersion"]!.DeepClone();
        return await target.ReplaceAsync(moved.Path, copy, cancellationToken);
    }

    private static JsonArray Rebuilt(MovedObject moved, Dictionary<string, string> newUids)
    {
        JsonArray owners = [];
        foreach (JsonObject owner in moved.Owners)
        {
            if (!newUids.TryGetValue(owner["uid"]!.GetValue<string>(), out string? uid))
                continue;
            JsonNode rebuilt = owner.DeepClone();
            rebuilt["uid"] = uid;
            owners.Add(rebuilt);
        }

        return owners;
    }

    private async Task DeleteAsync(MovedObject moved, CancellationToken cancellationToken)
    {
        JsonObject mark = new()
        {
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [ClusterApiGroup.DeleteForMoveAnnotation] = "" } },
        };
        if (!await source.MergeAsync(moved.Path, mark, cancellationToken))
            return;

        await source.DeleteAsync(moved.Path, cancellationToken);

        // The controllers may have been faster; then there is nothing left to strip.
        await source.MergeAsync(moved.Path, new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = null } }, cancellationToken);
    }
}
