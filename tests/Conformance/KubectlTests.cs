using ElementalProvider.Conformance.Cases;
using ElementalProvider.Conformance.Kubectl;
using ElementalProvider.Testing;

namespace ElementalProvider.Conformance;

public sealed class KubectlTests(KubectlRun run) : IClassFixture<KubectlRun>
{
    public static TheoryData<string> Names => new(KubectlScript.Commands.Select(command => command.Name));

    [KubectlTheory, MemberData(nameof(Names))]
    public void A_command_prints_what_was_recorded(string name) => Assert.Equal(Recorded(name), run.Section(name));

    private static IEnumerable<string> Recorded(string name)
    {
        string[] lines = CaseFiles.KubectlExpectations().TrimEnd('\n').Split('\n');
        int start = Array.FindIndex(lines, line => line.StartsWith($"=== {name} (", StringComparison.Ordinal));
        return lines[start..].TakeWhile((line, index) => index == 0 || !line.StartsWith("=== ", StringComparison.Ordinal));
    }
}
