using ElementalProvider.DevCluster.ApiServer.Cel;
using ElementalProvider.DevCluster.ApiServer.Cel.Types;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Cel;

public sealed class EvaluatorTests
{
    [Theory]
    [InlineData("false && 1 / 0 == 1", "false")]
    [InlineData("1 / 0 == 1 && false", "false")]
    [InlineData("1 / 0 == 1 && true", "error: division by zero")]
    [InlineData("true || 1 / 0 == 1", "true")]
    [InlineData("1 / 0 == 1 || true", "true")]
    [InlineData("1 / 0 == 1 || false", "error: division by zero")]
    [InlineData("[0, 2].exists(i, 4 / i == 2)", "true")]
    [InlineData("[0, 3].exists(i, 4 / i == 2)", "error: division by zero")]
    [InlineData("[0, 4].all(i, 4 / i == 2)", "false")]
    [InlineData("[0, 2].all(i, 4 / i == 2)", "error: division by zero")]
    [InlineData("[0, 2].exists_one(i, 4 / i == 2)", "error: division by zero")]
    [InlineData("true ? 1 : 1 / 0", "1")]
    [InlineData("dyn(1) && false", "false")]
    [InlineData("dyn(1) && true", "error: no such overload: bool")]
    public void A_side_that_decides_absorbs_the_error_of_the_other(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source));

    [Theory]
    [InlineData("9223372036854775807 + 1", "error: integer overflow")]
    [InlineData("-9223372036854775808 - 1", "error: integer overflow")]
    [InlineData("9223372036854775807 * 2", "error: integer overflow")]
    [InlineData("-(-9223372036854775808)", "error: integer overflow")]
    [InlineData("-9223372036854775808 / -1", "error: integer overflow")]
    [InlineData("-9223372036854775808 % -1", "0")]
    [InlineData("1u - 2u", "error: integer overflow")]
    [InlineData("1 % 0", "error: modulus by zero")]
    [InlineData("1u / 0u", "error: division by zero")]
    [InlineData("1.0 / 0.0", "+Inf")]
    [InlineData("-7 / 2", "-3")]
    [InlineData("-7 % 2", "-1")]
    [InlineData("int(1e20)", "error: integer overflow")]
    [InlineData("uint(-1)", "error: unsigned integer overflow")]
    public void Arithmetic_never_wraps_around(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source));

    [Theory]
    [InlineData("dyn(1) == 1.0", "true")]
    [InlineData("dyn(1) == 1u", "true")]
    [InlineData("1 < 1.5 && 2u > 1", "true")]
    [InlineData("9007199254740993 > 9007199254740992.0", "true")]
    [InlineData("dyn('1') == 1", "false")]
    [InlineData("[1, 2] == [1, 2] && [1] != [1, 2]", "true")]
    [InlineData("{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", "true")]
    [InlineData("b'a' + b'b' == b'ab' && b'a' < b'b'", "true")]
    [InlineData("'\\uFFFF' < '\\U0001F600'", "true")]
    [InlineData("false < true", "true")]
    [InlineData("null == x", "true")]
    [InlineData("type(1) == int && type('') != int", "true")]
    [InlineData("{1: 'a'}[dyn(1u)]", "a")]
    public void Values_compare_by_what_they_stand_for(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source));

    [Theory]
    [InlineData("[1, 2, 3].filter(i, i > 1)", "[2, 3]")]
    [InlineData("[1, 2].map(i, i * 2)", "[2, 4]")]
    [InlineData("[1, 2, 3].map(i, i > 1, i * 2)", "[4, 6]")]
    [InlineData("[1, 2, 2].exists_one(i, i == 1)", "true")]
    [InlineData("[].all(i, false) && ![].exists(i, true)", "true")]
    [InlineData("{'a': 1, 'b': 2}.exists(k, k == 'b')", "true")]
    [InlineData("{'a': 1}.map(k, k + '!')", "[a!]")]
    [InlineData("{'a': 1}.all(k, v, k == 'a' && v == 1)", "true")]
    [InlineData("['a', 'b'].exists(i, v, i == 1 && v == 'b')", "true")]
    [InlineData("['a'].transformMap(i, v, v)", "{0: a}")]
    [InlineData("[1, 2].all(i, [i].all(i, i > 0) && i > 0)", "true")]
    [InlineData("has({'a': 1}.a) && !has({'a': 1}.b)", "true")]
    [InlineData("'a' in {'a': 1} && !('b' in {'a': 1})", "true")]
    [InlineData("[1, 2][2]", "error: index out of bounds: 2")]
    [InlineData("{'a': 1}['b']", "error: no such key: b")]
    [InlineData("{'a': 1}.b", "error: no such key: b")]
    [InlineData("{'a': 1, 'a': 2}", "error: Failed with repeated key: a")]
    [InlineData("dyn(1).startsWith('a')", "error: no such overload: startsWith")]
    public void Lists_and_maps_can_be_gone_through(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source));

    [Theory]
    [InlineData("{'a': 1}.?a", "some 1")]
    [InlineData("{'a': 1}.?b", "none")]
    [InlineData("{'a': {'b': 1}}.?a.b", "some 1")]
    [InlineData("{'a': {'b': 1}}.?c.b.orValue(7)", "7")]
    [InlineData("[1][?0].value()", "1")]
    [InlineData("[1][?3]", "none")]
    [InlineData("{'a': [5]}[?'a'][0]", "some 5")]
    [InlineData("optional.none().value()", "error: optional.none() dereference")]
    [InlineData("optional.none().or(optional.of(2)).value()", "2")]
    [InlineData("optional.of(1).or(optional.of(1 / 0)).value()", "1")]
    [InlineData("optional.ofNonZeroValue('').hasValue()", "false")]
    [InlineData("optional.of(2).optMap(v, v + 1)", "some 3")]
    [InlineData("optional.of(2).optFlatMap(v, optional.none())", "none")]
    [InlineData("[?optional.none(), ?optional.of(1)]", "[1]")]
    [InlineData("{?'a': optional.none(), 'b': 1}", "{b: 1}")]
    [InlineData("has({'a': {'c': 1}}.?b.c)", "false")]
    [InlineData("has({'a': {'c': 1}}.?a.c)", "true")]
    public void Values_may_be_optional(string source, string value) => Assert.Equal(value, Expressions.Evaluate(source));

    [Fact]
    public void An_expression_that_takes_too_long_is_stopped_and_not_absorbed()
    {
        CelProgram program = CelProgram.Compile("x.all(a, x.all(b, x.all(c, x.all(d, a + b + c + d >= 0)))) || true", new Dictionary<string, CelType>(StringComparer.Ordinal) { ["x"] = CelType.Dyn });
        object?[] numbers = [.. Enumerable.Range(0, 100).Select(number => (object?)(long)number)];

        Assert.Throws<CelBudgetException>(() => program.Evaluate(new Dictionary<string, object?>(StringComparer.Ordinal) { ["x"] = numbers }, new CelBudget(CelBudget.PerWrite)));
    }

    [Fact]
    public void A_program_knows_the_variables_it_uses()
    {
        var variables = new Dictionary<string, CelType>(StringComparer.Ordinal) { ["self"] = CelType.Dyn, ["oldSelf"] = CelType.Dyn };

        Assert.Equal(["self"], CelProgram.Compile("self.all(oldSelf, oldSelf > 1)", variables).Uses);
        Assert.Equal(["oldSelf", "self"], CelProgram.Compile("self == oldSelf", variables).Uses.Order(StringComparer.Ordinal));
    }
}
