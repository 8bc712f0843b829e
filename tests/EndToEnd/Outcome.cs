namespace ElementalProvider.EndToEnd;

/// <summary>How a program ended and what it printed.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    public string Everything => Output + Error;

    public Outcome Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode} instead of {exitCode}\n{Everything}");
        return this;
    }
}
