namespace ElementalProvider.DevCluster.Tests.ApiServer.Cel;

public sealed class CheckerTests
{
    [Theory]
    [InlineData("nope", "1:1: undeclared reference to 'nope' (in container '')")]
    [InlineData("'a'.nope()", "1:9: undeclared reference to 'nope' (in container '')")]
    [InlineData("semver('1.2.3')", "1:7: undeclared reference to 'semver' (in container '')")]
    [InlineData("1 + 'a'", "1:3: found no matching overload for '_+_' applied to '(int, string)'")]
    [InlineData("1 == 'a'", "1:3: found no matching overload for '_==_' applied to '(int, string)'")]
    [InlineData("1 && true", "1:3: found no matching overload for '_&&_' applied to '(int, bool)'")]
    [InlineData("1 ? 2 : 3", "1:3: found no matching overload for '_?_:_' applied to '(int, int, int)'")]
    [InlineData("'a'.startsWith(1)", "1:15: found no matching overload for 'startsWith' applied to 'string.(int)'")]
    [InlineData("['a'].sum()", "1:10: found no matching overload for 'sum' applied to 'list(string).()'")]
    [InlineData("'a'.b", "1:4: type 'string' does not support field selection")]
    [InlineData("[1, 'a']", "1:5: expected type 'int' but found 'string'")]
    [InlineData("{'a': 1, 2: 1}", "1:10: expected type 'string' but found 'int'")]
    [InlineData("[1].all(i, i)", "1:12: expected type 'bool' but found 'int'")]
    [InlineData("'abc'.all(c, true)", "1:1: expression of type 'string' cannot be range of a comprehension (must be list, map, or dynamic)")]
    [InlineData("'a'.matches('(')", "1:13: invalid matches argument: ")]
    [InlineData("optional.of(1).orValue('a')", "1:23: found no matching overload for 'orValue' applied to 'optional_type(int).(string)'")]
    public void What_does_not_fit_is_refused_with_its_place(string source, string refusal) => Assert.StartsWith(refusal, Expressions.Refusal(source), StringComparison.Ordinal);

    [Theory]
    [InlineData("x.a.b + 1", "int")]
    [InlineData("x == 1 ? x : 'a'", "dyn")]
    [InlineData("[1, dyn('a')]", "list(dyn)")]
    [InlineData("['a'].map(s, size(s))", "list(int)")]
    [InlineData("{'a': 1}.map(k, k)", "list(string)")]
    [InlineData("[1].transformList(i, v, i + v)", "list(int)")]
    [InlineData("{'a': 1}.transformMap(k, v, v > 0)", "map(string, bool)")]
    [InlineData("{'a': [1]}.?a[?0]", "optional_type(int)")]
    [InlineData("optional.of('a').optMap(s, size(s))", "optional_type(int)")]
    [InlineData("timestamp('2020-01-01T00:00:00Z') - duration('1h')", "google.protobuf.Timestamp")]
    [InlineData("[] + [1]", "list(dyn)")]
    [InlineData("type(1)", "type")]
    public void Types_are_found_out(string source, string type) => Assert.Equal(type, Expressions.Compile(source).Result.ToString());

    [Fact]
    public void A_name_of_a_macro_hides_functions_of_that_namespace() => Assert.Equal("true", Expressions.Evaluate("['a'].all(strings, strings.size() == 1)"));
}
