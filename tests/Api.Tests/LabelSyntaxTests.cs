using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Tests;

public class LabelSyntaxTests
{
    public static TheoryData<string, bool> Keys => new()
    {
        { "rack", true },
        { "Rack_1.a-b", true },
        { "example.com/rack", true },
        { "a/b", true },
        { new string('a', 63), true },
        { $"{new string('a', 253)}/rack", true },
        { "", false },
        { "/rack", false },
        { "example.com/", false },
        { "a/b/c", false },
        { "Example.com/rack", false },
        { "example..com/rack", false },
        { "-rack", false },
        { "rack-", false },
        { "my rack", false },
        { "rack\n", false },
        { "räck", false },
        { new string('a', 64), false },
        { $"{new string('a', 254)}/rack", false },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_is_a_name_with_a_DNS_name_in_front_or_without(string key, bool isKey) => Assert.Equal(isKey, LabelSyntax.IsKey(key));

    [Theory]
    [InlineData("", true)]
    [InlineData("r1", true)]
    [InlineData("A_b.c-d", true)]
    [InlineData("a/b", false)]
    [InlineData(".a", false)]
    [InlineData("a_", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    public void A_value_may_be_empty_but_not_just_anything(string value, bool isValue) => Assert.Equal(isValue, LabelSyntax.IsValue(value));
}
