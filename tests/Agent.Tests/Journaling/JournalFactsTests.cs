using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Plugins;

namespace ElementalProvider.Agent.Tests.Journaling;

public class JournalFactsTests
{
    [Fact]
    public void A_lost_journal_is_made_up_for_by_facts() => Assert.Equal(
        new Journal { Installed = true, Bootstrap = BootstrapStage.Applied },
        JournalFacts.Reconcile(new Journal(), new OsFacts { Installed = true, Bootstrap = BootstrapEvidence.RebootRequired }));

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
            JournalFacts.Reconcile(journal, new OsFacts { Bootstrap = Enum.Parse<BootstrapEvidence>(evidence) }).Bootstrap);
    }

    [Fact]
    public void An_installed_host_stays_installed_even_where_nothing_shows_it() =>
        Assert.True(JournalFacts.Reconcile(new Journal { Installed = true }, new OsFacts()).Installed);
}
