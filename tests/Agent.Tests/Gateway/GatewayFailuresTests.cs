using ElementalProvider.Agent.Gateway;
using Grpc.Core;

namespace ElementalProvider.Agent.Tests.Gateway;

public class GatewayFailuresTests
{
    [Theory]
    [InlineData("12", 12)]
    [InlineData("0.5", 0.5)]
    [InlineData("999999", 3600)]
    public void Retry_after_is_seconds_within_reason(string trailer, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), GatewayFailures.RetryAfter(Unavailable(new Metadata { { "retry-after", trailer } })));

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("NaN")]
    public void Anything_else_is_no_wish(string trailer) =>
        Assert.Null(GatewayFailures.RetryAfter(Unavailable(new Metadata { { "retry-after", trailer } })));

    [Fact]
    public void No_trailer_is_no_wish() => Assert.Null(GatewayFailures.RetryAfter(Unavailable([])));

    [Fact]
    public void Every_status_is_one_line_that_keeps_what_the_server_said() => Assert.All(
        Enum.GetValues<StatusCode>().Where(code => code is not (StatusCode.OK or StatusCode.DeadlineExceeded)),
        code =>
        {
            string line = GatewayFailures.Describe(new RpcException(new Status(code, "first\nsecond")));
            Assert.Contains("first second", line, StringComparison.Ordinal);
        });

    private static RpcException Unavailable(Metadata trailers) => new(new Status(StatusCode.Unavailable, "busy"), trailers);
}
