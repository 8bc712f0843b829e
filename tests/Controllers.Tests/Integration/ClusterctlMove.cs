using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>
/// What <c>clusterctl move</c> does to the objects of a namespace (MV3, T14): it pauses the Cluster, creates every object in the target without
/// a status and with a new UID, then marks each source object, deletes it and strips its finalizers, and at last ends the pause of the target.
/// </summary>
/// <param name="source">Where the objects are.</param>
/// <param name="target">Where they go.</param>
/// <param name="shuffle">
/// Creates in a random order instead of that of the owners, so that the target's controllers see anything before anything; null for the order of
/// the owners. What is owned is always deleted before its owner: otherwise garbage collection would delete it, and for real.
/// </param>
internal sealed class ClusterctlMove(World source, World target, Random? shuffle)
{
    /// <summary>Owners before what they own.</summary>
    private static readonly (string Api, string Plural)[] Kinds =
    [
        ("apis/cluster.x-k8s.io/v1beta2", "clusters"),
        ("apis/infrastructure.cluster.x-k8s.io/v1beta1", "elementalregistrations"),
        ("api/v1", "secrets"),
        ("apis/infrastructure.cluster.x-k8s.io/v1beta1", "elementalhosts"),
        ("apis/cluster.x-k8s.io/v1beta2", "machines"),
        ("apis/infrastructure.cluster.x-k8s.io/v1beta1", "elementalmachines"),
    ];

    public async Task RunAsync()
    {
        await MergeAsync(source, Cluster, """{"spec":{"paused":true}}""");
        List<(string Folder, JsonObject Object)> objects = [];
        foreach ((string api, string plural) in Kinds)
            objects.AddRange(await ListAsync($"{api}/namespaces/{source.Namespace}/{plural}"));

        await CreateAsync(shuffle is null ? objects : [.. objects.OrderBy(_ => shuffle.Next())]);
        foreach ((string folder, JsonObject moved) in Enumerable.Reverse(objects))
            await DeleteAsync($"{folder}/{Name(moved)}");
        await MergeAsync(target, Cluster, """{"spec":{"paused":null}}""");
    }

    private string Cluster => $"apis/cluster.x-k8s.io/v1beta2/namespaces/{source.Namespace}/clusters/c1";

    private async Task CreateAsync(IReadOnlyList<(string Folder, JsonObject Object)> objects)
    {
        Dictionary<string, string> newUids = [];
        List<(string Path, JsonArray Owners)> ownersToCome = [];
        foreach ((string folder, JsonObject moved) in objects)
        {
            JsonObject copy = moved.DeepClone().AsObject();
            JsonObject metadata = copy["metadata"]!.AsObject();
            metadata.Remove("resourceVersion");
            metadata.Remove("ownerReferences", out JsonNode? owners);
            if (owners is JsonArray { Count: > 0 } known && !TryRebuild(known, newUids, metadata))
                ownersToCome.Add(($"{folder}/{Name(moved)}", known));
            JsonNode created = await SendAsync(target, HttpMethod.Post, folder, copy.ToJsonString(), "application/json");
            newUids[Uid(moved)] = Uid(created.AsObject());
        }

        foreach ((string path, JsonArray owners) in ownersToCome)
        {
            JsonObject metadata = [];
            Assert.True(TryRebuild(owners, newUids, metadata), $"an owner of {path} did not move");
            await MergeAsync(target, path, new JsonObject { ["metadata"] = metadata }.ToJsonString());
        }
    }

    private static bool TryRebuild(JsonArray owners, Dictionary<string, string> newUids, JsonObject metadata)
    {
        JsonArray rebuilt = owners.DeepClone().AsArray();
        foreach (JsonNode? owner in rebuilt)
        {
            if (!newUids.TryGetValue(owner!["uid"]!.GetValue<string>(), out string? uid))
                return false;
            owner["uid"] = uid;
        }

        metadata["ownerReferences"] = rebuilt;
        return true;
    }

    private async Task DeleteAsync(string path)
    {
        await MergeAsync(source, path, """{"metadata":{"annotations":{"clusterctl.cluster.x-k8s.io/delete-for-move":""}}}""");
        await SendAsync(source, HttpMethod.Delete, path, body: null, contentType: "");

        // The controllers may have been faster; then there is nothing left to strip.
        await SendAsync(source, HttpMethod.Patch, path, """{"metadata":{"finalizers":null}}""", "application/merge-patch+json", mayBeGone: true);
    }

    private async Task<IEnumerable<(string Folder, JsonObject Object)>> ListAsync(string folder)
    {
        JsonNode list = await SendAsync(source, HttpMethod.Get, folder, body: null, contentType: "");
        JsonObject[] items = [.. list["items"]!.AsArray().Select(item => item!.AsObject())];
        return items.Select(item => (folder, item));
    }

    private static Task<JsonNode> MergeAsync(World world, string path, string patch) =>
        SendAsync(world, HttpMethod.Patch, path, patch, "application/merge-patch+json");

    private static async Task<JsonNode> SendAsync(
        World world, HttpMethod method, string path, string? body, string contentType, bool mayBeGone = false)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, contentType);
        using HttpResponseMessage answer = await world.Http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode || (mayBeGone && answer.StatusCode == HttpStatusCode.NotFound), $"{method} {path}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static string Name(JsonObject resource) => resource["metadata"]!["name"]!.GetValue<string>();

    private static string Uid(JsonObject resource) => resource["metadata"]!["uid"]!.GetValue<string>();
}
