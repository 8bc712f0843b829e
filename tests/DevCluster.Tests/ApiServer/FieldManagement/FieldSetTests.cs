using ElementalProvider.DevCluster.ApiServer.FieldManagement;

namespace ElementalProvider.DevCluster.Tests.ApiServer.FieldManagement;

public sealed class FieldSetTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"f:spec":{"f:color":{}}}""")]
    [InlineData("""{"f:spec":{".":{},"f:ports":{"k:{\"name\":\"a\"}":{".":{},"f:number":{}}},"f:tags":{"v:\"x\"":{}}}}""")]
    public void A_set_reads_as_it_is_written(string fields) => Assert.Equal(fields, Sample.Text(Sample.Fields(fields)));

    [Fact]
    public void Keys_have_one_spelling() =>
        Assert.Equal("""{"f:a":{"k:{\"b\":1,\"c\":\"d\"}":{}}}""", Sample.Text(Sample.Fields("""{"f:a":{"k:{ \"c\":\"d\", \"b\":1 }":{}}}""")));

    [Theory]
    [InlineData("""{"x:a":{}}""")]
    [InlineData("""{"k:notjson":{}}""")]
    [InlineData("""{"f:a":1}""")]
    public void What_is_no_field_set_is_refused(string fields) => Assert.Throws<FormatException>(() => Sample.Fields(fields));

    [Theory]
    [InlineData("""{"f:a":{}}""", """{"f:b":{}}""", """{"f:a":{},"f:b":{}}""", "{}", """{"f:a":{}}""")]
    [InlineData("""{"f:a":{".":{},"f:b":{}}}""", """{"f:a":{"f:b":{}}}""", """{"f:a":{".":{},"f:b":{}}}""", """{"f:a":{"f:b":{}}}""", """{"f:a":{}}""")]
    [InlineData("""{"f:a":{}}""", """{"f:a":{"f:b":{}}}""", """{"f:a":{".":{},"f:b":{}}}""", "{}", """{"f:a":{}}""")]
    [InlineData("""{"f:a":{"f:b":{},"f:c":{}}}""", """{"f:a":{"f:b":{},"f:c":{}}}""", """{"f:a":{"f:b":{},"f:c":{}}}""", """{"f:a":{"f:b":{},"f:c":{}}}""", "{}")]
    public void Sets_combine(string left, string right, string union, string intersection, string difference)
    {
        FieldSet one = Sample.Fields(left), other = Sample.Fields(right);

        Assert.Equal(
            [union, union, intersection, intersection, difference],
            [Sample.Text(one.Union(other)), Sample.Text(other.Union(one)), Sample.Text(one.Intersect(other)), Sample.Text(other.Intersect(one)), Sample.Text(one.Except(other))]);
    }

    [Theory]
    [InlineData("""{"spec":{"color":"red"}}""", """{"f:spec":{"f:color":{}}}""")]
    [InlineData("""{"spec":{"attrs":{},"steps":[],"ports":[]}}""", """{"f:spec":{"f:attrs":{},"f:steps":{}}}""")]
    [InlineData("""{"spec":{"attrs":{"a":"1"},"selector":{"a":"1"},"steps":["x"]}}""", """{"f:spec":{"f:attrs":{"f:a":{}},"f:selector":{},"f:steps":{}}}""")]
    [InlineData("""{"spec":{"tags":["x"],"ports":[{"name":"a","number":1}]}}""", """{"f:spec":{"f:ports":{"k:{\"name\":\"a\",\"protocol\":\"TCP\"}":{".":{},"f:name":{},"f:number":{}}},"f:tags":{"v:\"x\"":{}}}}""")]
    [InlineData("""{"spec":{"blob":{"x":{"y":[1]}},"color":null}}""", """{"f:spec":{"f:blob":{"f:x":{".":{},"f:y":{}}},"f:color":{}}}""")]
    public void The_fields_of_a_configuration_follow_its_schema(string configuration, string fields) =>
        Assert.Equal(fields, Sample.Text(FieldCollector.Collect(Sample.Json(configuration), Sample.Schema)));

    [Theory]
    [InlineData("{}", """{"spec":{"color":"red"}}""", """{"f:spec":{".":{},"f:color":{}}}""", "{}", "{}")]
    [InlineData("""{"spec":{"color":"red","size":1}}""", """{"spec":{"color":"blue"}}""", "{}", """{"f:spec":{"f:color":{}}}""", """{"f:spec":{"f:size":{}}}""")]
    [InlineData("""{"spec":{"steps":["a"],"tags":["a","b"]}}""", """{"spec":{"steps":["a","b"],"tags":["c","a"]}}""", """{"f:spec":{"f:tags":{"v:\"c\"":{}}}}""", """{"f:spec":{"f:steps":{}}}""", """{"f:spec":{"f:tags":{"v:\"b\"":{}}}}""")]
    [InlineData("""{"spec":{"ports":[{"name":"a","number":1},{"name":"b"}]}}""", """{"spec":{"ports":[{"name":"b"},{"name":"a","number":2}]}}""", "{}", """{"f:spec":{"f:ports":{"k:{\"name\":\"a\",\"protocol\":\"TCP\"}":{"f:number":{}}}}}""", "{}")]
    public void Versions_differ_field_by_field(string before, string after, string added, string modified, string removed)
    {
        FieldDifference difference = FieldComparer.Compare(Sample.Json(before), Sample.Json(after), Sample.Schema);

        Assert.Equal([added, modified, removed], [Sample.Text(difference.Added), Sample.Text(difference.Modified), Sample.Text(difference.Removed)]);
    }

    [Theory]
    [InlineData("""["a","b","c"]""", """["c","x","a"]""", """["b","c","x","a"]""")]
    [InlineData("""["a","b"]""", """["c"]""", """["a","b","c"]""")]
    [InlineData("""["a","b"]""", """["b","a"]""", """["b","a"]""")]
    public void Sets_merge_in_the_order_of_the_configuration(string live, string configured, string merged) => Assert.Equal(
        merged,
        Sample.Text(ConfigurationMerge.Merge(Sample.Json($$$"""{"spec":{"tags":{{{live}}}}}"""), Sample.Json($$$"""{"spec":{"tags":{{{configured}}}}}"""), Sample.Schema)["spec"]!["tags"]!));

    [Theory]
    [InlineData("""{"spec":{"nope":1}}""", ".spec.nope: field not declared in schema")]
    [InlineData("""{"spec":{"color":5}}""", ".spec.color: expected string, got 5")]
    [InlineData("""{"spec":{"tags":["a","a"]}}""", """.spec.tags: duplicate entries for key [="a"]""")]
    [InlineData("""{"spec":{"ports":[{"number":1}]}}""", ".spec.ports[0]: associative list with keys has an element that omits one of the keys name, protocol (and has no default)")]
    public void A_configuration_that_does_not_fit_is_told_where(string configuration, string problem) =>
        Assert.Equal([problem], ConfigurationChecker.Check(Sample.Json(configuration), Sample.Schema));
}
