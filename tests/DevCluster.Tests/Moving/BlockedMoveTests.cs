using System.Net;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.Moving;

namespace ElementalProvider.DevCluster.Tests.Moving;

/// <summary>A move that has to wait for an object, and one that has waited long enough.</summary>
public sealed class BlockedMoveTests
{
    [Fact]
    public async Task A_move_waits_a_bounded_number_of_looks_and_then_names_what_blocks_it()
    {
        NoTime clock = new();
        Source source = new(leavesAfter: int.MaxValue);
        List<string> said = [];

        DevClusterException refused = await Assert.ThrowsAsync<DevClusterException>(() => Move(source, said, clock).RunAsync(CancellationToken.None));

        Assert.StartsWith("ElementalHost h1 still has the annotation clusterctl.cluster.x-k8s.io/block-move", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ClusterMove.Looks, source.Looks);
        Assert.Equal(ClusterMove.Looks - 1, clock.Pauses.Count);
        Assert.InRange(clock.Pauses.Sum(pause => pause.TotalMinutes), 6, 7);
        Assert.Contains("waiting for ElementalHost h1, which must not be moved now", said);
        Assert.Empty(source.Written);
    }

    [Fact]
    public async Task A_move_goes_on_when_the_object_may_be_moved()
    {
        NoTime clock = new();
        Source source = new(leavesAfter: 3);

        await Move(source, [], clock).RunAsync(CancellationToken.None);

        Assert.Equal(["PATCH h1", "DELETE h1", "PATCH h1"], source.Written);
    }

    private static ClusterMove Move(Source source, List<string> said, TimeProvider clock) => new(
        new MoveEnd("source", new HttpClient(source) { BaseAddress = new Uri("http://source") }),
        new MoveEnd("target", new HttpClient(new Target()) { BaseAddress = new Uri("http://target") }),
        "ns", said.Add, clock);

    /// <summary>One ElementalHost that blocks, until it was looked at so often.</summary>
    private sealed class Source(int leavesAfter) : HttpMessageHandler
    {
        private static readonly string Definition = """
            {"items":[{"metadata":{"name":"hosts","uid":"d"},"spec":{"group":"infrastructure.cluster.x-k8s.io","scope":"Namespaced",
            "names":{"plural":"elementalhosts"},"versions":[{"name":"v1beta1","storage":true}]}}]}
            """;

        public int Looks { get; private set; }

        public List<string> Written { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string path = request.RequestUri!.AbsolutePath;
            string name = path.Split('/')[^1];
            if (request.Method != HttpMethod.Get)
            {
                Written.Add($"{request.Method} {name}");
                return Answer(Host());
            }

            if (name == "h1")
            {
                Looks++;
                return Answer(Host());
            }

            return Answer(name switch
            {
                "customresourcedefinitions" => Definition,
                "elementalhosts" => $$"""{"items":[{{Host()}}]}""",
                _ => """{"items":[]}""",
            });
        }

        private string Host()
        {
            string annotations = Looks > leavesAfter ? "{}" : """{"clusterctl.cluster.x-k8s.io/block-move":""}""";
            return $$$"""{"kind":"ElementalHost","metadata":{"name":"h1","uid":"u1","annotations":{{{annotations}}}}}""";
        }
    }

    /// <summary>Every pause is over at once.</summary>
    private sealed class NoTime : TimeProvider
    {
        public List<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Pauses.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    private sealed class Target : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method != HttpMethod.Post)
                return new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("{}") };

            JsonObject sent = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.AsObject();
            Assert.Null(sent["metadata"]!["resourceVersion"]);
            sent["metadata"]!["uid"] = "new";
            return await Answer(sent.ToJsonString());
        }
    }

    private static Task<HttpResponseMessage> Answer(string json) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json) });
}
