using ElementalProvider.LoadGenerator.Agents;
using Grpc.Core;

namespace ElementalProvider.LoadGenerator.Tests.Agents;

public class BackoffTests
{
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 1)]
    [InlineData(4, 4)]
    [InlineData(1000, 30)]
    public void The_longest_wait_doubles_up_to_a_bound(int failures, double seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Delay(failures, failure: null, random: 1));
        Assert.Equal(TimeSpan.Zero, Backoff.Delay(failures, failure: null, random: 0));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("100000", 30)]
    [InlineData("-1", 0)]
    [InlineData("soon", 0)]
    public void A_server_that_says_when_to_come_back_is_believed_within_bounds(string retryAfter, double seconds)
    {
        RpcException refusal = new(new Status(StatusCode.Unavailable, ""), new Metadata { { "retry-after", retryAfter } });

        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Delay(1, refusal, random: 0));
    }
}
