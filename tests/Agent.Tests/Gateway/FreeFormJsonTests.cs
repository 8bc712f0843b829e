using System.Text.Json;
using ElementalProvider.Agent.Gateway;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ElementalProvider.Agent.Tests.Gateway;

public class StructJsonTests
{
    private static readonly Struct Older = new() { Fields = { ["b"] = Value.ForNumber(9007199254740992), ["a"] = Value.ForBool(true) } };

    [Fact]
    public void B23_The_text_that_was_written_is_what_the_plugin_gets()
    {
        const string text = """{"b":9007199254740993,"a":true}""";

        Assert.Equal(text, StructJson.Read(ByteString.CopyFromUtf8(text), Older).GetRawText());
    }

    [Fact]
    public void A_manager_that_sends_none_is_understood_by_the_struct() =>
        Assert.Equal("""{"a":true,"b":9007199254740992}""", StructJson.Read(ByteString.Empty, Older).GetRawText());

    [Fact]
    public void What_is_missing_altogether_is_empty() => Assert.Equal(JsonValueKind.Object, StructJson.Read(ByteString.Empty, null).ValueKind);
}
