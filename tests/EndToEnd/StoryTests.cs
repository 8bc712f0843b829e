namespace ElementalProvider.EndToEnd;

/// <summary>The whole story through real processes: manager, agents, API server, TLS between them.</summary>
[Collection(nameof(WholeMachine))]
public class StoryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_fleet_registers_bootstraps_resets_and_comes_back() =>
        (await StoryAsync()).Expect(exitCode: 0);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_story_ends_well_although_the_manager_and_the_agents_are_killed(int seed) =>
        (await StoryAsync("--chaos", $"{seed}")).Expect(exitCode: 0);

    /// <summary>Plays the story; where it does not end well, the outcome has the last lines of every log as well.</summary>
    private static async Task<Outcome> StoryAsync(params string[] options)
    {
        using TemporaryFolder state = new();
        Outcome outcome = await DemoCluster.Dev(["story", "--state", state.Path, "--timeout", "120", .. options]).RunAsync(Patience);
        return outcome.ExitCode == 0 ? outcome : outcome with { Error = outcome.Error + Logs(state.Path) };
    }

    private static string Logs(string folder) => string.Join('\n', Directory
        .EnumerateFiles(folder, "*.log", SearchOption.AllDirectories)
        .SelectMany(file => (string[])[$"== {Path.GetRelativePath(folder, file)}", .. File.ReadLines(file).TakeLast(40)]));
}
