using ElementalProvider.AgentGateway.Directives;
using ElementalProvider.AgentGateway.Tests.Support;

namespace ElementalProvider.AgentGateway.Tests.Directives;

public class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{ "b": 2, "a": 1 }""")]
    [InlineData("""{"a":{"x":[1,2],"y":null}}""", """{"a":{"y":null,"x":[1, 2]}}""")]
    [InlineData("""{"a":"é"}""", """{"a":"\u00e9"}""")]
    [InlineData("""{"a":1.50}""", """{"a":1.5}""")]
    public void Order_and_spelling_do_not_matter(string left, string right) =>
        Assert.Equal(CanonicalJson.Hash(SampleObjects.Json(left)), CanonicalJson.Hash(SampleObjects.Json(right)));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""")]
    [InlineData("""{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"a":null}""", """{}""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":1,"b":1}""")]
    [InlineData("""{"a":9007199254740993}""", """{"a":9007199254740992}""")]
    public void Content_matters(string left, string right) =>
        Assert.NotEqual(CanonicalJson.Hash(SampleObjects.Json(left)), CanonicalJson.Hash(SampleObjects.Json(right)));

    [Fact]
    public void The_hash_is_sha256_of_the_canonical_text()
    {
        // printf '{"image":"oci://x:v1","reboot":true}' | sha256sum
        const string expected = "a83d7421e89cafc482d3f2c58704ebfbb121712c20592ae39443ff62014eecf2";
        Assert.Equal(expected, CanonicalJson.Hash(SampleObjects.Json("""{ "reboot": true, "image": "oci://x:v1" }""")));
    }
}
