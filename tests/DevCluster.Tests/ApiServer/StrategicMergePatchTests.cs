using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Patching;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

public sealed class StrategicMergePatchTests
{
    private static readonly StructuralSchema Schema = new SchemaReader().Read(YamlText.Parse("""
        type: object
        properties:
          env:
            type: array
            x-kubernetes-patch-strategy: merge
            x-kubernetes-patch-merge-key: name
            items: {type: object, properties: {name: {type: string}, value: {type: string}, from: {type: object, additionalProperties: {type: string}}}}
          tags: {type: array, x-kubernetes-patch-strategy: merge, items: {type: string}}
          args: {type: array, items: {type: string}}
          data: {type: object, additionalProperties: {type: string}}
        """)!.AsObject());

    [Theory]
    // Directives on objects.
    [InlineData("""{"data":{"a":"1","b":"2"}}""", """{"data":{"a":null,"c":"3"}}""", """{"data":{"b":"2","c":"3"}}""")]
    [InlineData("""{"data":{"a":"1"}}""", """{"data":{"$patch":"replace","b":"2"}}""", """{"data":{"b":"2"}}""")]
    [InlineData("""{"data":{"a":"1"}}""", """{"data":{"$patch":"delete"}}""", "{}")]
    [InlineData("{}", """{"data":{"$patch":"delete"}}""", "{}")]
    [InlineData("{}", """{"data":{"a":null,"b":"2"}}""", """{"data":{"b":"2"}}""")]
    [InlineData("""{"data":{"a":"1"},"args":["x"]}""", """{"$retainKeys":["args"],"args":["y"]}""", """{"args":["y"]}""")]
    [InlineData("""{"data":{"a":"1","b":"2"}}""", """{"data":{"$retainKeys":["b","c"],"a":null,"c":"3"}}""", """{"data":{"b":"2","c":"3"}}""")]
    // Lists without a strategy are replaced.
    [InlineData("""{"args":["a","b"]}""", """{"args":["c"]}""", """{"args":["c"]}""")]
    // Lists of primitives.
    [InlineData("""{"tags":["a","b"]}""", """{"tags":["c","a"]}""", """{"tags":["a","b","c"]}""")]
    [InlineData("""{"tags":["a","b","c"]}""", """{"$deleteFromPrimitiveList/tags":["b","x"]}""", """{"tags":["a","c"]}""")]
    [InlineData("""{"tags":["a","b"]}""", """{"$setElementOrder/tags":["c","b"],"tags":["c"],"$deleteFromPrimitiveList/tags":["a"]}""", """{"tags":["c","b"]}""")]
    // Lists of objects.
    [InlineData("""{"env":[{"name":"a","value":"1"},{"name":"b","value":"2"}]}""", """{"env":[{"name":"b","value":"3"},{"name":"c"}]}""", """{"env":[{"name":"a","value":"1"},{"name":"b","value":"3"},{"name":"c"}]}""")]
    [InlineData("""{"env":[{"name":"a"},{"name":"b"}]}""", """{"env":[{"$patch":"delete","name":"a"}]}""", """{"env":[{"name":"b"}]}""")]
    [InlineData("""{"env":[{"name":"a"}]}""", """{"env":[{"$patch":"replace"},{"name":"z"}]}""", """{"env":[{"name":"z"}]}""")]
    [InlineData("""{"env":[{"name":"a","from":{"x":"1"}}]}""", """{"env":[{"$retainKeys":["name","value"],"name":"a","value":"2"}]}""", """{"env":[{"name":"a","value":"2"}]}""")]
    [InlineData("{}", """{"env":[{"$patch":"delete","name":"a"},{"name":"b"}]}""", """{"env":[{"name":"b"}]}""")]
    // Order: what the directive names follows it; what only the server has keeps its place before what it preceded.
    [InlineData("""{"env":[{"name":"a"},{"name":"b"}]}""", """{"$setElementOrder/env":[{"name":"b"},{"name":"a"}]}""", """{"env":[{"name":"b"},{"name":"a"}]}""")]
    [InlineData("""{"env":[{"name":"a"},{"name":"b"}]}""", """{"$setElementOrder/env":[{"name":"c"},{"name":"b"},{"name":"a"}],"env":[{"name":"c"}]}""", """{"env":[{"name":"c"},{"name":"b"},{"name":"a"}]}""")]
    [InlineData("""{"env":[{"name":"s"},{"name":"a"},{"name":"b"}]}""", """{"$setElementOrder/env":[{"name":"b"},{"name":"a"}]}""", """{"env":[{"name":"s"},{"name":"b"},{"name":"a"}]}""")]
    [InlineData("""{"env":[{"name":"a"},{"name":"s"},{"name":"b"}]}""", """{"$setElementOrder/env":[{"name":"a"},{"name":"n"},{"name":"b"}],"env":[{"name":"n"}]}""", """{"env":[{"name":"a"},{"name":"n"},{"name":"s"},{"name":"b"}]}""")]
    [InlineData("""{"env":[{"name":"a"},{"name":"b"}]}""", """{"$setElementOrder/env":[{"name":"b"}],"env":[{"$patch":"delete","name":"a"}]}""", """{"env":[{"name":"b"}]}""")]
    [InlineData("{}", """{"$setElementOrder/env":[{"name":"a"}]}""", "{}")]
    public void Directives_do_what_they_say(string live, string patch, string expected)
    {
        JsonObject target = Json(live);

        StrategicMergePatch.Apply(target, Json(patch), Schema);

        Assert.Equal(expected, target.ToJsonString());
    }

    [Theory]
    [InlineData("""{"data":{"$patch":"guess"}}""", 500, "unknown patch type: guess in map")]
    [InlineData("""{"env":[{"$patch":"merge","name":"a"}]}""", 500, "unknown patch type: merge in map")]
    [InlineData("""{"env":[{"value":"1"}]}""", 422, "does not contain declared merge key: name")]
    [InlineData("""{"env":[{"$patch":"delete"}]}""", 422, "does not contain declared merge key: name")]
    [InlineData("""{"data":{"$retainKeys":["b"],"a":"1"}}""", 400, "invalid patch format of retainKeys")]
    [InlineData("""{"data":{"$retainKeys":"a"}}""", 400, "invalid patch format of retainKeys")]
    [InlineData("""{"$deleteFromPrimitiveList/tags":"a"}""", 400, "invalid patch format of primitive list")]
    [InlineData("""{"$setElementOrder/env":"a"}""", 400, "invalid patch format of setElementOrder list")]
    [InlineData("""{"$setElementOrder/env":[{"name":"a"}],"env":[{"name":"b"}]}""", 500, "doesn't match $setElementOrder list")]
    [InlineData("""{"$setElementOrder/tags":["a","b"],"tags":["b","a"]}""", 500, "doesn't match $setElementOrder list")]
    public void Directives_that_make_no_sense_are_refused(string patch, int code, string words)
    {
        JsonObject target = Json("""{"env":[{"name":"a"}],"tags":["t"],"data":{"x":"1"}}""");

        PatchException refusal = Assert.Throws<PatchException>(() => StrategicMergePatch.Apply(target, Json(patch), Schema));

        Assert.Equal(code, refusal.Code);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    private static JsonObject Json(string text) => JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(text))!.AsObject();
}
