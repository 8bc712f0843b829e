using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ElementalProvider.Api.Meta.Json;

namespace ElementalProvider.Api.Tests;

public class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{ "b": 2, "a": 1 }""")]
    [InlineData("""{"a":{"x":[1,2],"y":null}}""", """{"a":{"y":null,"x":[1, 2]}}""")]
    [InlineData("""{"a":"é"}""", """{"a":"\u00e9"}""")]
    [InlineData("""{"a":1.50}""", """{"a":1.5}""")]
    [InlineData("""{"a":1e20}""", """{"a":100000000000000000000}""")]
    [InlineData("""{"a":1.0}""", """{"a":1}""")]
    public void Order_and_spelling_do_not_matter(string left, string right) =>
        Assert.Equal(CanonicalJson.Hash(Json(left)), CanonicalJson.Hash(Json(right)));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""")]
    [InlineData("""{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"a":null}""", """{}""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":1,"b":1}""")]
    [InlineData("""{"a":9007199254740993}""", """{"a":9007199254740992}""")]
    [InlineData("""{"a":18446744073709551617}""", """{"a":18446744073709551616}""")]
    [InlineData("""{"a":-99999999999999999999}""", """{"a":-99999999999999999998}""")]
    [InlineData("""{"a":1e400}""", """{"a":1e401}""")]
    public void Content_matters(string left, string right) =>
        Assert.NotEqual(CanonicalJson.Hash(Json(left)), CanonicalJson.Hash(Json(right)));

    [Fact]
    public void The_hash_is_sha256_of_the_canonical_text()
    {
        // printf '{"image":"oci://x:v1","reboot":true}' | sha256sum
        const string expected = "a83d7421e89cafc482d3f2c58704ebfbb121712c20592ae39443ff62014eecf2";
        Assert.Equal(expected, CanonicalJson.Hash(Json("""{ "reboot": true, "image": "oci://x:v1" }""")));
    }

    /// <summary>A host that has proved a version must not be told that it is another one after an update of the manager.</summary>
    [Theory]
    [InlineData("""{"a":18446744073709551616}""", "{\"a\":1.8446744073709552E+19}")]
    [InlineData("""{"a":0.1,"b":1E-7}""", "{\"a\":0.1,\"b\":1E-07}")]
    public void What_a_double_holds_is_spelled_as_it_always_was(string document, string canonical) =>
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))), CanonicalJson.Hash(Json(document)));

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
