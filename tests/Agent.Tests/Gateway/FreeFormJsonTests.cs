using System.Text.Json;
using ElementalProvider.Agent.Gateway;
using ElementalProvider.Api.Meta.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ElementalProvider.Agent.Tests.Gateway;

public class FreeFormJsonTests
{
    private static readonly Struct Older = Struct.Parser.ParseJson("""{"b":9007199254740992,"a":true,"list":[1.5,"x",null],"inner":{"c":-1}}""");

    [Fact]
    public void B23_The_text_that_was_written_is_what_the_plugin_gets()
    {
        const string text = """{"b":9007199254740993, "a":true, "a2":20261130123456789012}""";

        Assert.Equal(text, Read(text)?.GetRawText());
    }

    [Fact]
    public void A_manager_that_sends_none_is_understood_by_the_struct()
    {
        Assert.True(FreeFormJson.TryRead(ByteString.Empty, Older, out JsonElement read));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse("""{"b":9007199254740992,"a":true,"list":[1.5,"x",null],"inner":{"c":-1}}"""u8), read));
    }

    [Fact]
    public void Numbers_that_JSON_has_no_word_for_are_none()
    {
        Struct value = new() { Fields = { ["n"] = Value.ForNumber(double.NaN) } };

        Assert.True(FreeFormJson.TryRead(ByteString.Empty, value, out JsonElement read));
        Assert.Equal("""{"n":null}""", read.GetRawText());
    }

    [Fact]
    public void What_is_missing_altogether_is_empty()
    {
        Assert.True(FreeFormJson.TryRead(ByteString.Empty, null, out JsonElement read));
        Assert.Equal("{}", read.GetRawText());
        Assert.Equal("{}", FreeFormJson.Read(null).GetRawText());
    }

    [Theory]
    [InlineData(34, true)]
    [InlineData(70, true)]
    [InlineData(JsonDepth.OfObject, true)]
    [InlineData(JsonDepth.OfObject + 1, false)]
    public void Whatever_the_API_takes_can_be_read(int levels, bool canBeRead) => Assert.Equal(canBeRead, Read(Nested(levels)) is not null);

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("\u0000")]
    public void What_is_no_object_cannot_be_read(string text)
    {
        Assert.Null(Read(text));
        Assert.Equal("{}", FreeFormJson.Read(text).GetRawText());
    }

    [Fact]
    public void Why_it_cannot_be_read_is_one_sentence() => Assert.Equal(
        "spec.osVersionManagement cannot be read by this agent: it must be a JSON object of at most 1000 levels.",
        FreeFormJson.Unreadable("spec.osVersionManagement"));

    private static JsonElement? Read(string text) => FreeFormJson.TryRead(ByteString.CopyFromUtf8(text), Older, out JsonElement value) ? value : null;

    private static string Nested(int levels) => $"{string.Concat(Enumerable.Repeat("{\"a\":", levels - 1))}{{}}{new string('}', levels - 1)}";
}
