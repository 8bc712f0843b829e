using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Journaling;

namespace ElementalProvider.Agent.Tests.Journaling;

public class JournalFactsTests
{
    [Fact]
    public void A_lost_journal_is_made_up_for_by_facts() => Assert.Equal(
        new Journal { Installed = true, Bootstrap = BootstrapStage.Applied },
        JournalFacts.Reconcile(new Journal(), Facts(BootstrapEvidence.RebootRequired) with { Installed = true }));

    [Theory]
    [InlineData("None", "None", "None")]
    [InlineData("None", "Applied", "Applied")]
    [InlineData("Applying", "None", "Applying")]
    [InlineData("Applying", "Applied", "Applied")]
    [InlineData("Applied", "None", "Applied")]
    [InlineData("Succeeded", "None", "Succeeded")]
    [InlineData("Succeeded", "Applied", "Succeeded")]
    public void Facts_only_add_to_what_the_journal_says_of_bootstrapping(string before, string evidence, string after)
    {
        Journal journal = new() { Bootstrap = Enum.Parse<BootstrapStage>(before) };

        Assert.Equal(
            Enum.Parse<BootstrapStage>(after),
            JournalFacts.Reconcile(journal, Facts(Enum.Parse<BootstrapEvidence>(evidence))).Bootstrap);
    }

    [Fact]
    public void An_installed_host_stays_installed_even_where_nothing_shows_it() =>
        Assert.True(JournalFacts.Reconcile(new Journal { Installed = true }, Facts()).Installed);

    private static OsFacts Facts(BootstrapEvidence bootstrap = BootstrapEvidence.None) => new() { BootId = "boot-1", Bootstrap = bootstrap };
}
