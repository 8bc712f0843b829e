using ElementalProvider.DevCluster.ApiServer.Cel;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Cel;

public sealed class ParserTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("24 / 4 / 2", "3")]
    [InlineData("7 % 4 * 2", "6")]
    [InlineData("1 + 1 == 2 && 3 < 4", "true")]
    [InlineData("true || false && false", "true")]
    [InlineData("(true || false) && false", "false")]
    [InlineData("!true == false", "true")]
    [InlineData("false ? 1 : true ? 2 : 3", "2")]
    [InlineData("1 in [1, 2] ? 'yes' : 'no'", "yes")]
    [InlineData("- 2 + 3", "1")]
    [InlineData("--2", "2")]
    [InlineData("!!true", "true")]
    [InlineData("-[1, 2][1]", "-2")]
    [InlineData("{'a': [1, 2]}.a[1]", "2")]
    [InlineData("1 // the rest is a comment", "1")]
    [InlineData("[1, 2,].size()", "2")]
    public void Operators_bind_as_the_language_says(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source));

    [Theory]
    [InlineData("0x1F", "31")]
    [InlineData("-0x10", "-16")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("18446744073709551615u", "18446744073709551615")]
    [InlineData("1.5e3", "1500")]
    [InlineData(".5", "0.5")]
    [InlineData("2e-3", "0.002")]
    [InlineData("null", "null")]
    [InlineData("'it\\'s'", "it's")]
    [InlineData("\"\\t\\u00e4\\U0001F600\\x41\\101\"", "\tä😀AA")]
    [InlineData("r'\\d+'", "\\d+")]
    [InlineData("'''a 'quoted'\nline'''", "a 'quoted'\nline")]
    [InlineData("\"\"\"a\"b\"\"\"", "a\"b")]
    [InlineData("R\"\"\"\\n\"\"\"", "\\n")]
    [InlineData("size(b'ä')", "2")]
    [InlineData("b'\\xff\\000'.size()", "2")]
    [InlineData("br'\\n'.size()", "2")]
    [InlineData("'😀'.size()", "1")]
    public void Literals_have_their_value(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source));

    [Theory]
    [InlineData("", "1:1: Syntax error: mismatched input '<EOF>' expecting an expression")]
    [InlineData("1 +", "1:4: Syntax error: mismatched input '<EOF>' expecting an expression")]
    [InlineData("1 2", "1:3: Syntax error: mismatched input '2' expecting <EOF>")]
    [InlineData("(1", "1:3: Syntax error: mismatched input '<EOF>' expecting ')'")]
    [InlineData("[1 2]", "1:4: Syntax error: mismatched input '2' expecting ','")]
    [InlineData("true ?\n 1", "2:3: Syntax error: mismatched input '<EOF>' expecting ':'")]
    [InlineData("x.in", "1:3: Syntax error: mismatched input 'in' expecting IDENTIFIER")]
    [InlineData("1 # 2", "1:3: Syntax error: token recognition error at: '#'")]
    [InlineData("'open", "1:1: Syntax error: token recognition error at: ''open'")]
    [InlineData("'\\q'", "1:2: Syntax error: unable to unescape string")]
    [InlineData("9223372036854775808", "1:1: invalid int literal")]
    [InlineData("namespace == 'a'", "1:1: reserved identifier: namespace")]
    [InlineData("has(x)", "1:5: invalid argument to has() macro")]
    [InlineData("[1].all(1, true)", "1:9: argument must be a simple name")]
    public void What_is_no_expression_is_refused_with_its_place(string source, string refusal) => Assert.Equal(refusal, Expressions.Refusal(source));

    [Fact]
    public void An_error_points_at_its_line()
    {
        const string Source = "true &&\n  nope";

        CelCompileException problem = Assert.Throws<CelCompileException>(() => Expressions.Compile(Source));

        Assert.Equal("ERROR: <input>:2:3: undeclared reference to 'nope' (in container '')\n |   nope\n | ..^", problem.Describe(Source));
    }

    [Fact]
    public void Endless_nesting_is_refused() =>
        Assert.Contains("recursion limit", Expressions.Refusal(new string('(', 5000)), StringComparison.Ordinal);
}
