using System.Text.Json.Nodes;
using ElementalProvider.ControllerRuntime.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ElementalProvider.ControllerRuntime.Tests;

public sealed class LeastPatchTests
{
    [Theory]
    [InlineData("{}", "{}", "{}")]
    [InlineData("""{"a":1}""", """{"a":1}""", "{}")]
    [InlineData("""{"a":1}""", """{"a":2}""", """{"a":2}""")]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", """{"b":2}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", """{"b":null}""")]
    [InlineData("""{"a":{"b":1,"c":2}}""", """{"a":{"b":1,"c":3}}""", """{"a":{"c":3}}""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":{}}""", """{"a":{"b":null}}""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":"text"}""", """{"a":"text"}""")]
    [InlineData("""{"a":"text"}""", """{"a":{"b":1}}""", """{"a":{"b":1}}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1,2]}""", "{}")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2]}""", """{"a":[2]}""")]
    [InlineData("""{"a":[{"x":1}]}""", """{"a":[{"x":1,"y":null}]}""", """{"a":[{"x":1,"y":null}]}""")]
    [InlineData("""{"a":[1]}""", """{"a":[]}""", """{"a":[]}""")]
    [InlineData("""{"a":[1]}""", "{}", """{"a":null}""")]
    [InlineData("""{"a":1}""", """{"a":null}""", """{"a":null}""")]
    [InlineData("""{"a":null}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":null}""", "{}", "{}")]
    [InlineData("{}", """{"a":null}""", "{}")]
    [InlineData("{}", """{"a":{"b":null,"c":1}}""", """{"a":{"c":1}}""")]
    [InlineData("""{"a":1}""", """{"a":1.0}""", "{}")]
    [InlineData("""{"a":"1"}""", """{"a":1}""", """{"a":1}""")]
    [InlineData("{}", """{"a":{}}""", """{"a":{}}""")]
    public void Only_the_difference_is_sent(string before, string after, string patch) =>
        Assert.Equal(patch, LeastPatch.Between(Parse(before), Parse(after)).ToJsonString());

    [Fact]
    public void Applying_the_patch_always_gives_the_wanted_document_and_then_nothing_is_left_to_patch()
    {
        Arbitrary<(JsonObject, JsonObject)> pairs = (from before in Maps(3) from after in Maps(3) select (before, after)).ToArbitrary();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(pairs, pair =>
        {
            (JsonObject before, JsonObject after) = pair;
            JsonObject result = MergePatch.Apply((JsonObject)before.DeepClone(), LeastPatch.Between(before, after));
            return JsonNode.DeepEquals(after, result) && LeastPatch.Between(result, after).Count == 0;
        }));
    }

    private static Gen<JsonObject> Maps(int depth) =>
        from entries in Gen.ArrayOf(from key in Gen.Elements("a", "b", "c") from value in Values(depth) select (key, value))
        select new JsonObject(entries.DistinctBy(entry => entry.key).Select(entry => KeyValuePair.Create(entry.key, (JsonNode?)entry.value.DeepClone())));

    private static Gen<JsonNode> Values(int depth)
    {
        Gen<JsonNode> leaves = Gen.Elements<string>("1", "2", "true", "\"x\"", "[]", "[1,null]", "[{\"a\":1}]").Select(text => JsonNode.Parse(text)!);
        return depth == 0 ? leaves : Gen.OneOf(leaves, Maps(depth - 1).Select(map => (JsonNode)map));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
