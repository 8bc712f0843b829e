using ElementalProvider.Testing;

namespace ElementalProvider.EndToEnd;

/// <summary>The operations documents, typed from top to bottom on a fresh development cluster.</summary>
[Collection(nameof(WholeMachine))]
public class OperationsDocumentTests
{
    // Longer than the check's own, which says what it waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private static readonly string Script = Path.Combine(Executables.Repository, "hack/verify-docs.sh");

    [KubectlTheory]
    [InlineData("docs/operations/move.md")]
    [InlineData("docs/operations/os-versions.md")]
    [InlineData("docs/operations/reset.md")]
    public async Task What_an_operations_document_says_is_what_one_sees(string document)
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        Command verify = new(Script, "--no-build", "--configuration", configuration, document);

        (await verify.RunAsync(Patience)).Expect(exitCode: 0);
    }

    [Fact]
    public async Task Every_operations_document_is_verified()
    {
        string[] documents = Directory.GetFiles(Path.Combine(Executables.Repository, "docs/operations"), "*.md");

        Assert.Equal(["move.md", "os-versions.md", "reset.md"], documents.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Outcome help = (await new Command(Script, "--help").RunAsync()).Expect(exitCode: 0);
        Assert.StartsWith("usage: hack/verify-docs.sh", help.Output, StringComparison.Ordinal);
    }
}
