using ElementalProvider.Conformance.Cases;
using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

/// <summary>Plays the recorded cases of one area to a server of the class's own, so that areas run side by side.</summary>
public abstract class AreaTests(ConformanceServer server) : IClassFixture<ConformanceServer>
{
    protected async Task PlayAsync(string area, string level, string name)
    {
        ConformanceCase played = CaseFiles.Read(area).Single(found => found.Name == name && found.Level == level);
        IReadOnlyList<string> problems = await new CaseRun(server, played).RunAsync();
        if (CaseFiles.Unmet().TryGetValue(played.Id, out string? reason))
            Assert.True(problems.Count > 0, $"{played.Id} is met now: take it from Data/unmet.txt, where it says '{reason}'");
        else
            Assert.True(problems.Count == 0, string.Join('\n', problems));
    }
}
