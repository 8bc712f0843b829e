using ElementalProvider.AgentGateway.Grpc;
using ElementalProvider.Testing.Logging;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.AgentGateway.Tests.Grpc;

public class FailureInterceptorTests
{
    public static TheoryData<Exception, bool> HangUps => new()
    {
        { new OperationCanceledException(), false },
        { new TaskCanceledException(), true },
        { new IOException("The client reset the request stream."), false },
        { new InvalidOperationException("Can't write the message because the request is complete."), true },
    };

    [Theory]
    [MemberData(nameof(HangUps))]
    public async Task That_a_caller_went_away_is_nothing_to_log_also_before_the_server_says_so(Exception failure, bool isCancelled)
    {
        (StatusCode code, string log) = await FailAsync(failure, isCancelled);

        Assert.Equal((StatusCode.Cancelled, ""), (code, log));
    }

    [Fact]
    public async Task What_goes_wrong_here_is_logged_and_the_caller_is_told_no_more_than_that()
    {
        (StatusCode code, string log) = await FailAsync(new InvalidOperationException("a defect"), isCancelled: false);

        Assert.Equal(StatusCode.Internal, code);
        Assert.Contains("A call of /test failed", log, StringComparison.Ordinal);
        Assert.Contains("a defect", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_passes()
    {
        (StatusCode code, string log) = await FailAsync(new RpcException(new Status(StatusCode.NotFound, "no such host")), isCancelled: false);

        Assert.Equal((StatusCode.NotFound, ""), (code, log));
    }

    private static async Task<(StatusCode Code, string Log)> FailAsync(Exception failure, bool isCancelled)
    {
        using RecordingLog log = new();
        using LoggerFactory factory = new([log]);
        FailureInterceptor interceptor = new(factory.CreateLogger<FailureInterceptor>());

        RpcException told = await Assert.ThrowsAsync<RpcException>(() => interceptor.UnaryServerHandler<string, string>(
            "", new CallContext(isCancelled), (_, _) => Task.FromException<string>(failure)));

        Assert.DoesNotContain("defect", told.Status.Detail, StringComparison.Ordinal);
        return (told.StatusCode, log.ToString());
    }

    private sealed class CallContext(bool isCancelled) : ServerCallContext
    {
        protected override string MethodCore => "/test";

        protected override string HostCore => "";

        protected override string PeerCore => "";

        protected override DateTime DeadlineCore => DateTime.MaxValue;

        protected override Metadata RequestHeadersCore { get; } = [];

        protected override CancellationToken CancellationTokenCore { get; } = new(isCancelled);

        protected override Metadata ResponseTrailersCore { get; } = [];

        protected override Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore { get; } = new("", []);

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }
}
