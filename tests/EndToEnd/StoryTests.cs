using ElementalProvider.Testing;
using ElementalProvider.Testing.Telemetry;
using ElementalProvider.Testing.Telemetry.Otlp;
using Google.Protobuf;

namespace ElementalProvider.EndToEnd;

/// <summary>The whole story through real processes: manager, agents, API server, TLS between them.</summary>
[Collection(nameof(WholeMachine))]
public class StoryTests(StoryTests.Told story) : IClassFixture<StoryTests.Told>
{
    // Longer than the story's own, which says what it waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_fleet_registers_bootstraps_resets_and_comes_back() =>
        story.Outcome.Expect(exitCode: 0);

    [Theory]
    [InlineData("claim host", "send directive", "agent Bootstrap")]
    // The data is put in place before the reboot that executes it; what follows is written once the wait for it is over.
    [InlineData("claim host", "send directive", "agent AwaitBootstrap", "write report")]
    [InlineData("request reset", "send directive", "agent TriggerReset")]
    public void What_is_asked_of_a_host_and_what_it_does_about_it_is_one_trace(string asked, params string[] following)
    {
        ILookup<ByteString, Span> children = story.Spans.ToLookup(span => span.ParentSpanId);

        Span[] roots = [.. story.Spans.Where(span => span.Name == asked && span.ParentSpanId.IsEmpty)];
        Assert.True(
            roots.Any(root => following.Aggregate(
                (IEnumerable<Span>)[root],
                (level, name) => level.SelectMany(span => children[span.SpanId]).Where(child => child.Name == name && child.TraceId == root.TraceId)).Any()),
            $"what follows \"{asked}\":\n{string.Join('\n', roots.SelectMany(root => Tree(root, children, depth: 0)))}");
    }

    private static IEnumerable<string> Tree(Span span, ILookup<ByteString, Span> children, int depth) =>
        [new string(' ', depth) + span.Name, .. children[span.SpanId].SelectMany(child => Tree(child, children, depth + 1))];

    [Fact]
    public void A_span_says_which_host_and_what_in_words_that_do_not_grow_with_the_fleet_or_its_secrets()
    {
        Assert.NotEmpty(story.Spans);
        Assert.All(story.Spans, span => Assert.Subset(
            new HashSet<string> { "k8s.namespace.name", "elemental.host", "elemental.operation", "elemental.result" },
            span.Attributes.Select(attribute => attribute.Key).ToHashSet()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_story_ends_well_although_the_manager_and_the_agents_are_killed(int seed) =>
        (await StoryAsync(collector: null, "--chaos", $"{seed}")).Expect(exitCode: 0);

    /// <summary>Plays the story; where it does not end well, the outcome has the last lines of every log as well.</summary>
    private static async Task<Outcome> StoryAsync(Uri? collector, params string[] options)
    {
        using TemporaryFolder state = new();
        Command play = DemoCluster.Dev(["story", "--state", state.Path, "--timeout", "120", .. options]);
        Dictionary<string, string> environment = new(play.Environment) { ["ELEMENTAL_OTLP_ENDPOINT"] = collector?.ToString() ?? "" };
        Outcome outcome = await (play with { Environment = environment, Logs = state.Path }).RunAsync(Patience);
        return outcome.ExitCode == 0 ? outcome : outcome with { Error = outcome.Error + LogFiles.Ends(state.Path) };
    }

    /// <summary>The story without mishaps, told once to all who ask, and what a collector of telemetry saw of it.</summary>
    public sealed class Told : IAsyncLifetime
    {
        internal Outcome Outcome { get; private set; } = null!;

        internal IReadOnlyList<Span> Spans { get; private set; } = [];

        public async Task InitializeAsync()
        {
            await using OtlpCollector collector = await OtlpCollector.StartAsync();
            Outcome = await StoryAsync(collector.Endpoint);
            Spans = collector.Spans;
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }

}
