using System.Text;
using ElementalProvider.LoadGenerator.ApiServer;
using ElementalProvider.LoadGenerator.Measuring;
using ElementalProvider.LoadGenerator.Results;

namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>The API server alone: no manager, no agents. Works with ConfigMaps in a namespace of its own, which it removes.</summary>
internal sealed class ApiScenario(ApiLoad load) : IScenario
{
    private const int Connections = 16;
    private const int Lists = 10;
    private const string Json = "application/json";
    private const string Merge = "application/merge-patch+json";
    private const string ApplyYaml = "application/apply-patch+yaml";

    /// <summary>So that an object is about as large as one that people write.</summary>
    private static readonly string Filling = new('x', 512);

    private readonly string _namespace = $"load-api-{Guid.NewGuid().ToString("N")[..6]}";

    private string Collection => $"api/v1/namespaces/{_namespace}/configmaps";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset startedAt = load.Clock.GetUtcNow();
        ProcessUsage? before = ProcessUsage.Of(load.ServerProcess);
        using var client = new RestClient(load.Server, Connections);
        using TimeLimit limit = new(load.Timeout, load.Clock, cancellationToken);
        await client.SendAsync(HttpMethod.Post, "api/v1/namespaces", Utf8($$$"""{"metadata":{"name":"{{{_namespace}}}"}}"""), Json, cancellationToken);
        try
        {
            Throughput? create = await MeasureAsync("creates", limit, load.Objects, (index, stop) => client.SendAsync(HttpMethod.Post, Collection, Body(index, "0"), Json, stop));
            Throughput? get = await MeasureAsync("gets", limit, load.Objects, (index, stop) => client.GetAsync(Path(index), stop));
            Throughput? list = await MeasureAsync("lists", limit, Lists, (_, stop) => client.GetAsync(Collection, stop));
            Throughput? patch = await MeasureAsync("merge patches", limit, load.Objects, (index, stop) => PatchAsync(client, index, "1", stop));
            Throughput? apply = await MeasureAsync("applies", limit, load.Objects, (index, stop) =>
                client.SendAsync(HttpMethod.Patch, $"{Path(index)}?fieldManager=load&force=true", Body(index, "2"), ApplyYaml, stop));
            ProcessUsage? filled = ProcessUsage.Of(load.ServerProcess);

            await using var crowd = new WatchCrowd();
            FanOutResult single = await FanOutAsync(client, crowd, limit);
            FanOutResult burst = await BurstAsync(client, crowd, limit);
            ProcessUsage? after = ProcessUsage.Of(load.ServerProcess);
            return new ApiResult
            {
                StartedAt = startedAt,
                TimedOut = limit.Exceeded,
                Objects = load.Objects,
                Watchers = load.Watchers,
                Create = create,
                Get = get,
                List = list,
                MergePatch = patch,
                Apply = apply,
                FanOut = single.Delays,
                BurstChanges = load.Objects,
                BurstEventsPerSecond = burst.EventsPerSecond,
                BurstFanOut = burst.Delays,
                EventsMissed = single.Missing + burst.Missing,
                RssBeforeMib = before?.RssMib,
                RssObjectsMib = filled?.RssMib,
                RssWatchersMib = after?.RssMib,
                RssPeakMib = after?.PeakRssMib,
                ServerCpuSeconds = after?.Since(before).CpuSeconds,
            };
        }
        finally
        {
            await client.SendAsync(HttpMethod.Delete, $"api/v1/namespaces/{_namespace}", default, Json, CancellationToken.None);
        }
    }

    private async Task<Throughput?> MeasureAsync(string what, TimeLimit limit, int count, Func<int, CancellationToken, Task> request)
    {
        load.Progress($"{count} {what}");
        Throughput? result = null;
        await limit.WithinAsync(async stop => result = await new RequestLoad(load.Concurrency, load.Clock).RunAsync(count, request, stop));
        return result;
    }

    /// <summary>Opens the watches and makes one change after the other, each when all have seen the one before.</summary>
    private async Task<FanOutResult> FanOutAsync(RestClient client, WatchCrowd crowd, TimeLimit limit)
    {
        load.Progress($"{load.Watchers} watchers and {load.Changes} changes, one by one");
        FanOut? round = null;
        long started = load.Clock.GetTimestamp();
        await limit.WithinAsync(async stop =>
        {
            await crowd.OpenAsync(client, Collection, await VersionAsync(client, stop), load.Watchers, stop);
            round = new FanOut(await VersionAsync(client, stop), load.Changes, load.Watchers, load.Clock);
            crowd.Begin(round);
            started = load.Clock.GetTimestamp();
            for (int change = 0; change < load.Changes; change++)
            {
                long version = await ChangeAsync(client, round, change % load.Objects, $"one-{change}", stop);
                await round.EverywhereAsync(version).WaitAsync(stop);
            }
        });
        return FanOutResult.Of(round, load.Changes, load.Watchers, load.Clock.GetElapsedTime(started));
    }

    /// <summary>Changes every object once, as fast as the server answers.</summary>
    private async Task<FanOutResult> BurstAsync(RestClient client, WatchCrowd crowd, TimeLimit limit)
    {
        load.Progress($"{load.Watchers} watchers and {load.Objects} changes at once");
        FanOut? round = null;
        long started = load.Clock.GetTimestamp();
        await limit.WithinAsync(async stop =>
        {
            round = new FanOut(await VersionAsync(client, stop), load.Objects, load.Watchers, load.Clock);
            crowd.Begin(round);
            await new RequestLoad(load.Concurrency, load.Clock).RunAsync(load.Objects, (index, token) => ChangeAsync(client, round, index, "burst", token), stop);
            await round.Complete.WaitAsync(stop);
        });
        return FanOutResult.Of(round, load.Objects, load.Watchers, load.Clock.GetElapsedTime(started));
    }

    private async Task<long> ChangeAsync(RestClient client, FanOut round, int index, string value, CancellationToken stop)
    {
        byte[] answer = await PatchAsync(client, index, value, stop);
        long version = VersionText.Find(answer) ?? throw new HttpRequestException("An answer to a patch names no resourceVersion.");
        round.Answered(version);
        return version;
    }

    private Task<byte[]> PatchAsync(RestClient client, int index, string value, CancellationToken stop) =>
        client.SendAsync(HttpMethod.Patch, Path(index), Utf8($$$"""{"data":{"value":"{{{value}}}"}}"""), Merge, stop);

    private async Task<long> VersionAsync(RestClient client, CancellationToken stop) =>
        VersionText.Find(await client.GetAsync($"{Collection}?limit=1", stop)) ?? throw new HttpRequestException("A list names no resourceVersion.");

    private string Path(int index) => $"{Collection}/{Name(index)}";

    private static string Name(int index) => $"object-{index:d5}";

    private static byte[] Body(int index, string value) => Utf8(
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{Name(index)}}}","labels":{"shard":"{{{index % 10}}}"}},"data":{"value":"{{{value}}}","filling":"{{{Filling}}}"}}""");

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
