using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Output;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Wire;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

public sealed class TextFormTests
{
    [Theory]
    [InlineData("yes", "true")]
    [InlineData("'yes'", "\"yes\"")]
    [InlineData("off", "false")]
    [InlineData("~", "null")]
    [InlineData("010", "8")]
    [InlineData("0x1F", "31")]
    [InlineData("1e3", "1000")]
    [InlineData("1.5", "1.5")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("2024-01-01", "\"2024-01-01\"")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    public void Plain_yaml_scalars_mean_what_they_mean_in_yaml_1_1(string yaml, string json) =>
        Assert.Equal(json, YamlText.Parse(yaml)?.ToJsonString() ?? "null");

    [Fact]
    public void Yaml_keys_anchors_and_nested_structures_become_json() =>
        Assert.Equal(
            """{"false":1,"a":[{"b":"c"},{"b":"c"}],"text":"two\nlines\n"}""",
            YamlText.Parse("n: 1\na: [&x {b: c}, *x]\ntext: |\n  two\n  lines\n")!.ToJsonString());

    [Theory]
    [InlineData("""{"a":"yes","b":[1,{"c":null}],"d":{},"e":[],"f":"","g":"two\nlines\n","h":"1.5","i":"- x","j":"a: b","yes":true}""")]
    public void Written_yaml_reads_back_as_the_same_json(string json) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), YamlText.Parse(YamlWriter.Write(JsonNode.Parse(json)))));

    [Theory]
    [InlineData("a: [", "while parsing")]
    [InlineData("a: *nobody", "nobody")]
    public void Broken_yaml_says_what_is_wrong(string yaml, string part) =>
        Assert.Contains(part, Assert.Throws<System.Text.Json.JsonException>(() => YamlText.Parse(yaml)).Message, StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(125, "2m5s")]
    [InlineData(3 * 3600, "3h")]
    [InlineData((3 * 3600) + 60, "3h1m")]
    [InlineData(50 * 3600, "2d2h")]
    [InlineData(400 * 86400, "400d")]
    [InlineData(1000 * 86400, "2y270d")]
    public void Ages_are_printed_as_kubectl_prints_them(int seconds, string text) => Assert.Equal(text, HumanDuration.Format(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Versions_are_ordered_by_stability_and_then_by_number() =>
        Assert.Equal(
            ["v10", "v2", "v1", "v2beta1", "v1beta2", "v1alpha1", "foo"],
            new[] { "v1alpha1", "foo", "v1", "v10", "v1beta2", "v2", "v2beta1" }.Order(VersionOrder.Instance));

    [Theory]
    [InlineData(".spec.list[0].a", "1")]
    [InlineData(".spec.list[-1].a", "2")]
    [InlineData(".spec.list[*].a", "1 2")]
    [InlineData(".spec.list[?(@.kind==\"y\")].a", "2")]
    [InlineData(".spec['dotted.name']", "3")]
    [InlineData(".spec.dotted\\.name", "3")]
    [InlineData(".spec['dotted\\.name']", "3")]
    [InlineData(".spec.nope.nope", "")]
    public void Printer_columns_find_their_values(string path, string found) => Assert.Equal(
        found,
        string.Join(' ', JsonPathExpression.Parse(path).Select(JsonNode.Parse("""{"spec":{"list":[{"a":1,"kind":"x"},{"a":2,"kind":"y"}],"dotted.name":3}}""")).Select(node => node!.ToJsonString())));

    [Fact]
    public void A_protobuf_config_map_is_decoded()
    {
        byte[] body =
        [
            (byte)'k', (byte)'8', (byte)'s', 0,
            0x0A, 15, 0x0A, 2, (byte)'v', (byte)'1', 0x12, 9, .. "ConfigMap"u8,
            0x12, 15, 0x0A, 3, 0x0A, 1, (byte)'a', 0x12, 6, 0x0A, 1, (byte)'k', 0x12, 1, (byte)'v', 0x20, 0x01,
        ];

        Assert.Equal("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a"},"data":{"k":"v"},"immutable":true}""", ProtobufDecoder.Load().Decode(body).ToJsonString());
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 0x6B, 0x38, 0x73, 0, 0x0A, 200 })]
    [InlineData(new byte[] { 0x6B, 0x38, 0x73, 0 })]
    public void Bytes_that_are_no_known_protobuf_object_are_refused(byte[] body) => Assert.Throws<FormatException>(() => ProtobufDecoder.Load().Decode(body));
}
