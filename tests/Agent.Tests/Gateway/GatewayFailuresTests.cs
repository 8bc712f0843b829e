using ElementalProvider.Agent.Gateway;
using ElementalProvider.Agent.Signals;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Grpc.Core.Status;

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
        System.Enum.GetValues<StatusCode>().Where(code => code is not (StatusCode.OK or StatusCode.DeadlineExceeded)),
        code =>
        {
            string line = GatewayFailures.Describe(new RpcException(new Status(code, "first\nsecond")));
            Assert.Contains("first second", line, StringComparison.Ordinal);
        });

    [Theory]
    [InlineData(7, 500_000_000, 7.5)]
    [InlineData(0, 0, 0)]
    [InlineData(999_999, 0, 3600)]
    [InlineData(-5, 0, 0)]
    [InlineData(long.MaxValue, 0, 3600)]
    public void The_standard_detail_is_believed_before_the_trailer_and_within_reason(long seconds, int nanos, double wait)
    {
        Metadata trailers = new() { { "retry-after", "12" } };
        trailers.SetRpcStatus(new Google.Rpc.Status
        {
            Code = (int)StatusCode.Unavailable,
            Details = { Any.Pack(new RetryInfo { RetryDelay = new Duration { Seconds = seconds, Nanos = nanos } }) },
        });

        Assert.Equal(TimeSpan.FromSeconds(wait), GatewayFailures.RetryAfter(Unavailable(trailers)));
    }

    [Fact]
    public void Details_that_cannot_be_read_are_none() =>
        Assert.Equal(
            TimeSpan.FromSeconds(12),
            GatewayFailures.RetryAfter(Unavailable(new Metadata { { "retry-after", "12" }, { "grpc-status-details-bin", [0xFF, 0xFF] } })));

    [Theory]
    [InlineData("NAME_TAKEN", "The name of this host is taken by another key: taken.")]
    [InlineData("KEY_TAKEN", "The key of this host belongs to a host of another name: taken.")]
    [InlineData("HOST_BEING_RESET", "The old host of this name is still being reset: taken.")]
    [InlineData("SOMETHING_NEW", "The name of this host is taken by another key, or its old host is still being reset: taken.")]
    public void The_reason_tells_refusals_of_one_code_apart(string reason, string line)
    {
        Metadata trailers = [];
        trailers.SetRpcStatus(new Google.Rpc.Status
        {
            Code = (int)StatusCode.AlreadyExists, Message = "taken", Details = { Any.Pack(new ErrorInfo { Reason = reason }) },
        });

        Assert.Equal(line, GatewayFailures.Describe(new RpcException(new Status(StatusCode.AlreadyExists, "taken"), trailers)));
    }

    [Theory]
    [InlineData("The server does not accept what this host sent: no.")]
    [InlineData("The server does not accept what this host sent in public_key: no.", "public_key")]
    [InlineData("The server does not accept what this host sent in name, labels: no.", "name", "", "labels")]
    [InlineData("The server does not accept what this host sent in a b: no.", "a\nb")]
    public void Fields_that_the_server_blames_are_named(string line, params string[] fields)
    {
        Metadata trailers = [];
        BadRequest blame = new() { FieldViolations = { fields.Select(field => new BadRequest.Types.FieldViolation { Field = field }) } };
        trailers.SetRpcStatus(new Google.Rpc.Status { Code = (int)StatusCode.InvalidArgument, Message = "no", Details = { Any.Pack(blame) } });

        Assert.Equal(line, GatewayFailures.Describe(new RpcException(new Status(StatusCode.InvalidArgument, "no"), trailers)));
    }

    [Fact]
    public void A_busy_server_that_says_when_to_come_back_is_obeyed_however_often_it_says_so()
    {
        FullJitterBackoff backoff = new RetryPolicy { First = TimeSpan.FromSeconds(1), Cap = TimeSpan.FromMinutes(1), Random = () => 0.5 }.Connecting();
        RpcException busy = new(new Status(StatusCode.ResourceExhausted, "busy"), new Metadata { { "retry-after", "20" } });

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal(TimeSpan.FromSeconds(20.5), GatewayFailures.PauseAfter(busy, backoff)));
        Assert.Equal("The server is busy and has said when to come back: busy.", GatewayFailures.Describe(busy));
    }

    [Fact]
    public void A_server_that_fails_again_and_again_is_left_alone_for_longer_each_time()
    {
        FullJitterBackoff backoff = new RetryPolicy { First = TimeSpan.FromSeconds(1), Cap = TimeSpan.FromMinutes(1), Random = () => 0.5 }.Connecting();
        RpcException exhausted = new(new Status(StatusCode.ResourceExhausted, "too large"));

        Assert.Equal([0.5, 1, 2, 4], Enumerable.Range(0, 4).Select(_ => GatewayFailures.PauseAfter(exhausted, backoff).TotalSeconds));
        Assert.Equal("The server takes no more of this now: too large.", GatewayFailures.Describe(exhausted));
    }

    private static RpcException Unavailable(Metadata trailers) => new(new Status(StatusCode.Unavailable, "busy"), trailers);
}
