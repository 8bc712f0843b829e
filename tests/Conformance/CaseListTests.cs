using System.Reflection;
using ElementalProvider.Conformance.Cases;

namespace ElementalProvider.Conformance;

public sealed class CaseListTests
{
    [Fact]
    public void Every_area_is_played()
    {
        IEnumerable<string> played = typeof(AreaTests).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(AreaTests)))
            .SelectMany(type => type.GetMethods()).Select(method => method.GetCustomAttribute<AreaDataAttribute>()?.Area).OfType<string>();

        Assert.Equal(CaseFiles.Areas(), played.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_case_that_is_not_met_exists() =>
        Assert.Empty(CaseFiles.Unmet().Keys.Except(CaseFiles.Areas().SelectMany(CaseFiles.Read).Select(found => found.Id), StringComparer.Ordinal));
}
