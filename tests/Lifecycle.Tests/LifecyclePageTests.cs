using System.Runtime.CompilerServices;
using ElementalProvider.CrdGenerator;

namespace ElementalProvider.Lifecycle.Tests;

public sealed class LifecyclePageTests
{
    [Fact]
    public async Task The_page_on_concepts_shows_the_table_as_it_is()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(SourcePath())!, "../../docs/concepts.md"));

        Assert.Equal(LifecycleSection.Renew(page), page);
    }

    [Fact]
    public void A_page_without_the_place_for_the_lifecycle_is_refused() =>
        Assert.Throws<InvalidDataException>(() => LifecycleSection.Renew("# Concepts\n"));

    private static string SourcePath([CallerFilePath] string path = "") => path;
}
