namespace ElementalProvider.EndToEnd;

/// <summary>The whole story through real processes: manager, agents, API server, TLS between them.</summary>
[Collection(nameof(WholeMachine))]
public class StoryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_fleet_registers_bootstraps_resets_and_comes_back() =>
        (await StoryAsync()).Expect(exitCode: 0);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_story_ends_well_although_the_manager_and_the_agents_are_killed(int seed) =>
        (await StoryAsync("--chaos", $"{seed}")).Expect(exitCode: 0);

    private static async Task<Outcome> StoryAsync(params string[] options)
    {
        using TemporaryFolder state = new();
        Command story = new(
            Executables.Dev,
            ["story", "--manager", Executables.Manager, "--crds", Path.Combine(Executables.Repository, "config/crd"), "--state", state.Path, .. options])
        {
            Environment = new Dictionary<string, string> { ["ELEMENTAL_AGENT"] = Executables.Agent },
        };
        return await story.RunAsync(Patience);
    }
}
