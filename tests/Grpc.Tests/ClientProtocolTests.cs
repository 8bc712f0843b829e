using System.Net;
using ElementalProvider.GrpcTests.Support;
using Grpc.Core;
using Grpc.Net.Client;

namespace ElementalProvider.GrpcTests;

/// <summary>What the client makes of responses that no gRPC server of ours would send.</summary>
public sealed class ClientProtocolTests
{
    private static readonly Method<string, string> Say = new(
        MethodType.Unary, "elemental.test.v1.Scripted", "Say", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    private static readonly (string Name, string Value) Ok = ("grpc-status", "0");

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, StatusCode.Internal)]
    [InlineData(HttpStatusCode.Unauthorized, StatusCode.Unauthenticated)]
    [InlineData(HttpStatusCode.Forbidden, StatusCode.PermissionDenied)]
    [InlineData(HttpStatusCode.NotFound, StatusCode.Unimplemented)]
    [InlineData(HttpStatusCode.TooManyRequests, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.BadGateway, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.ServiceUnavailable, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.InternalServerError, StatusCode.Unknown)]
    [InlineData(HttpStatusCode.Found, StatusCode.Unknown)]
    public async Task An_http_status_becomes_a_grpc_status(HttpStatusCode http, StatusCode expected)
    {
        Status status = await FailAsync(() => ScriptedHandler.Response([], http, "text/html"));

        Assert.Equal(expected, status.StatusCode);
    }

    [Fact]
    public async Task A_grpc_status_counts_more_than_the_http_status()
    {
        Status status = await FailAsync(() =>
        {
            HttpResponseMessage response = ScriptedHandler.Response([], HttpStatusCode.ServiceUnavailable);
            response.Headers.Add("grpc-status", "7");
            response.Headers.Add("grpc-message", "no%20way");
            return response;
        });

        Assert.Equal(new Status(StatusCode.PermissionDenied, "no way"), status);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData(null)]
    public async Task Another_content_type_is_an_unknown_error(string? contentType) =>
        Assert.Equal(StatusCode.Unknown, (await FailAsync(() => ScriptedHandler.Response([], contentType: contentType))).StatusCode);

    [Fact]
    public async Task A_response_without_a_status_is_an_unknown_error() =>
        Assert.Equal(StatusCode.Unknown, (await FailAsync(() => ScriptedHandler.Response([0, 0, 0, 0, 0]))).StatusCode);

    [Fact]
    public async Task A_status_that_is_no_number_is_an_unknown_error() =>
        Assert.Equal(
            StatusCode.Unknown,
            (await FailAsync(() => ScriptedHandler.Response([0, 0, 0, 0, 0], trailers: ("grpc-status", "fine")))).StatusCode);

    [Fact]
    public async Task Success_without_a_response_is_an_internal_error() =>
        Assert.Equal(StatusCode.Internal, (await FailAsync(() => ScriptedHandler.Response([], trailers: Ok))).StatusCode);

    [Fact]
    public async Task Two_responses_of_a_unary_call_are_an_internal_error() =>
        Assert.Equal(
            StatusCode.Internal,
            (await FailAsync(() => ScriptedHandler.Response([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], trailers: Ok))).StatusCode);

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public async Task A_truncated_response_is_an_internal_error_unless_the_trailers_say_why(int length)
    {
        byte[] truncated = new byte[] { 0, 0, 0, 0, 3, 65, 66, 67 }[..length];

        Status ok = await FailAsync(() => ScriptedHandler.Response(truncated, trailers: Ok));
        Status told = await FailAsync(() => ScriptedHandler.Response(truncated, trailers: ("grpc-status", "15")));

        Assert.Equal(StatusCode.Internal, ok.StatusCode);
        Assert.Equal(StatusCode.DataLoss, told.StatusCode);
    }

    [Fact]
    public async Task A_compressed_response_is_unimplemented()
    {
        Status status = await FailAsync(() =>
        {
            HttpResponseMessage response = ScriptedHandler.Response([1, 0, 0, 0, 0], trailers: Ok);
            response.Headers.Add("grpc-encoding", "gzip");
            return response;
        });

        Assert.Equal(StatusCode.Unimplemented, status.StatusCode);
        Assert.Contains("gzip", status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x0, StatusCode.Internal)]
    [InlineData(0x2, StatusCode.Internal)]
    [InlineData(0x7, StatusCode.Unavailable)]
    [InlineData(0x8, StatusCode.Cancelled)]
    [InlineData(0xb, StatusCode.ResourceExhausted)]
    [InlineData(0xc, StatusCode.PermissionDenied)]
    public async Task A_reset_stream_becomes_a_grpc_status(long errorCode, StatusCode expected)
    {
        HttpProtocolException reset = new(errorCode, "reset", innerException: null);

        Status status = await FailAsync(() => throw new HttpRequestException("failed", reset));

        Assert.Equal(expected, status.StatusCode);
    }

    [Fact]
    public async Task A_lost_connection_is_unavailable() =>
        Assert.Equal(StatusCode.Unavailable, (await FailAsync(() => throw new IOException("gone"))).StatusCode);

    [Fact]
    public async Task A_request_is_a_post_over_http_2_that_accepts_trailers_and_no_compression()
    {
        HttpRequestMessage? sent = null;

        await FailAsync(request =>
        {
            sent = request;
            return ScriptedHandler.Response([], HttpStatusCode.NotFound);
        });

        Assert.Equal(HttpMethod.Post, sent!.Method);
        Assert.Equal("https://elemental.test/elemental.test.v1.Scripted/Say", sent.RequestUri!.ToString());
        Assert.Equal(HttpVersion.Version20, sent.Version);
        Assert.Equal(HttpVersionPolicy.RequestVersionExact, sent.VersionPolicy);
        Assert.Equal("trailers", sent.Headers.TE.ToString());
        Assert.Equal(["identity"], sent.Headers.GetValues("grpc-accept-encoding"));
        Assert.Equal("application/grpc", sent.Content!.Headers.ContentType!.ToString());
        Assert.False(sent.Headers.Contains("grpc-timeout"));
    }

    private static Task<Status> FailAsync(Func<HttpResponseMessage> answer) => FailAsync(_ => answer());

    private static async Task<Status> FailAsync(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(
            "https://elemental.test", new GrpcChannelOptions { HttpHandler = new ScriptedHandler(answer), DisposeHttpClient = true });
        RpcException exception = await Assert.ThrowsAsync<RpcException>(
            () => channel.CreateCallInvoker().AsyncUnaryCall(Say, null, default, "hello").ResponseAsync.Soon());
        return exception.Status;
    }
}
