using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Tests;

public class FieldErrorTests
{
    [Fact]
    public void Sentences_have_the_form_of_the_API_server()
    {
        Assert.Equal("spec.count: Invalid value: \"-1\": must not be negative", FieldError.Invalid("spec.count", "-1", "must not be negative"));
        Assert.Equal(
            "spec.mode: Unsupported value: \"now\": supported values: \"later\", \"never\"", FieldError.NotSupported("spec.mode", "now", "later", "never"));
        Assert.Equal("spec.name: Required value: names the thing", FieldError.Required("spec.name", "names the thing"));
        Assert.Equal("spec.id: Forbidden: it does not change", FieldError.Forbidden("spec.id", "it does not change"));
    }

    [Theory]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("a\nb", "\"a\\u000ab\"")]
    [InlineData("", "\"\"")]
    public void A_value_cannot_break_out_of_its_quotes(string value, string quoted) =>
        Assert.Equal($"f: Invalid value: {quoted}: r", FieldError.Invalid("f", value, "r"));

    [Fact]
    public void A_long_value_is_cut() =>
        Assert.Equal($"f: Invalid value: \"{new string('x', 253)}...\": r", FieldError.Invalid("f", new string('x', 1000), "r"));
}
