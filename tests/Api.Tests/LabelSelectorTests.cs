using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Tests;

public class LabelSelectorTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["zone"] = "a", ["disk"] = "nvme" };

    [Fact]
    public void An_empty_selector_matches_everything()
    {
        Assert.True(new V1LabelSelector().Matches(Labels));
        Assert.True(new V1LabelSelector().Matches(null));
    }

    [Theory]
    [InlineData("zone", "a", true)]
    [InlineData("zone", "b", false)]
    [InlineData("rack", "a", false)]
    public void A_label_must_have_the_very_value(string key, string value, bool matches) =>
        Assert.Equal(matches, new V1LabelSelector { MatchLabels = new Dictionary<string, string> { [key] = value } }.Matches(Labels));

    [Theory]
    [InlineData("zone", "In", "a,b", true)]
    [InlineData("zone", "In", "b", false)]
    [InlineData("rack", "In", "a", false)]
    [InlineData("zone", "NotIn", "b", true)]
    [InlineData("zone", "NotIn", "a", false)]
    [InlineData("rack", "NotIn", "a", true)]
    [InlineData("zone", "Exists", "", true)]
    [InlineData("rack", "Exists", "", false)]
    [InlineData("zone", "DoesNotExist", "", false)]
    [InlineData("rack", "DoesNotExist", "", true)]
    [InlineData("zone", "in", "a", false)]
    public void Expressions_follow_their_operator_and_an_unknown_one_matches_nothing(string key, string op, string values, bool matches)
    {
        V1LabelSelectorRequirement requirement = new() { Key = key, OperatorProperty = op, Values = values.Split(',', StringSplitOptions.RemoveEmptyEntries) };
        Assert.Equal(matches, new V1LabelSelector { MatchExpressions = [requirement] }.Matches(Labels));
    }

    [Fact]
    public void All_requirements_must_hold()
    {
        V1LabelSelector selector = new()
        {
            MatchLabels = new Dictionary<string, string> { ["zone"] = "a" },
            MatchExpressions = [new V1LabelSelectorRequirement { Key = "disk", OperatorProperty = "In", Values = ["ssd"] }],
        };
        Assert.False(selector.Matches(Labels));
    }
}
