using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Tests;

public class PrintableTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain text, with ~ and \\", "plain text, with ~ and \\")]
    [InlineData("Straße 東京 🚀", "Straße 東京 🚀")]
    [InlineData("one\n2026-01-01T00:00:00Z FTL two", @"one\n2026-01-01T00:00:00Z FTL two")]
    [InlineData("a\r\n\tb", @"a\r\n\tb")]
    [InlineData("\u001b[31mred\u001b[0m", @"\u001b[31mred\u001b[0m")]
    [InlineData("nul\0 del\u007f c1\u009b", @"nul\u0000 del\u007f c1\u009b")]
    [InlineData("line\u2028paragraph\u2029", @"line\u2028paragraph\u2029")]
    [InlineData("gnp\u202e.exe", @"gnp\u202e.exe")]
    public void What_would_steer_a_terminal_or_end_a_line_is_escaped(string text, string printable) =>
        Assert.Equal(printable, PrintableText.Of(text));

    [Fact]
    public void Half_a_pair_becomes_the_sign_for_what_cannot_be_read() => Assert.Equal("a\ufffdb", PrintableText.Of("a\ud83db"));

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abc", 2, "ab")]
    [InlineData("a🚀", 2, "a")]
    [InlineData("a🚀", 3, "a🚀")]
    [InlineData("🚀", 0, "")]
    public void A_text_is_shortened_between_letters(string text, int length, string shorter) =>
        Assert.Equal(shorter, PrintableText.Shorten(text, length));
}
