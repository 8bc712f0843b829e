using System.Text.Json;
using ElementalProvider.Agent.Plugins.Host;
using FsCheck;
using FsCheck.Fluent;
using YamlDotNet.RepresentationModel;

namespace ElementalProvider.Agent.Tests.Plugins;

public class YamlTextTests
{
    private static readonly string[] Pieces = ["a", "true", "no", "0", "1.5", " ", "\n", "\t", ":", "#", "-", "'", "\"", "{", "|", "é", "~", "null", "\r", "%"];

    [Fact]
    public void Every_string_is_read_as_the_string_it_was() => Prop.ForAll(
        Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(),
        text => Read(YamlText.Write(new YamlMappingNode("key", YamlText.Text(text)))) == text).QuickCheckThrowOnFailure();

    [Fact]
    public void Nested_values_keep_their_shape()
    {
        using JsonDocument document = JsonDocument.Parse("""{"list":[1,{"a":"b"},[]],"empty":{},"yes":false}""");

        Assert.Equal("list:\n- 1\n- a: b\n- []\nempty: {}\n\"yes\": false\n", YamlText.FromJson(document.RootElement));
    }

    private static string? Read(string yaml)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(yaml));
        YamlScalarNode scalar = (YamlScalarNode)((YamlMappingNode)stream.Documents[0].RootNode)["key"];
        return scalar.Value;
    }
}
