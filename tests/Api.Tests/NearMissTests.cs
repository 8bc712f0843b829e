using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Tests;

public class NearMissTests
{
    private static readonly string[] Commands = ["register", "install", "run", "reset", "version", "--config", "--log-format"];

    [Theory]
    [InlineData("instal", "install")]
    [InlineData("Install", "install")]
    [InlineData("rest", "reset")]
    [InlineData("regsiter", "register")]
    [InlineData("--confg", "--config")]
    [InlineData("--logformat", "--log-format")]
    [InlineData("rnu", "run")]
    [InlineData("delete", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void The_nearest_word_is_meant_where_one_is_near(string word, string? meant) => Assert.Equal(meant, NearMiss.Of(word, Commands));

    [Fact]
    public void The_hint_stands_behind_the_word() =>
        Assert.Equal((" (did you mean \"run\"?)", ""), (NearMiss.Hint("runn", Commands), NearMiss.Hint("fly", Commands)));
}
