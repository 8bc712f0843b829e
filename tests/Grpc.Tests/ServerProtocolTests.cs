using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using ElementalProvider.GrpcTests.Protos;
using ElementalProvider.GrpcTests.Support;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ElementalProvider.GrpcTests;

/// <summary>What the server answers to requests that no gRPC client would send, seen as plain HTTP.</summary>
public sealed class ServerProtocolTests
{
    private const string Ask = "/elemental.test.v1.Probe/Ask";

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("text/plain")]
    public async Task Another_content_type_is_not_supported(string contentType)
    {
        await using ProbeServer server = await ProbeServer.StartAsync();

        using HttpResponseMessage response = await SendAsync(server, Frame(new Question()), contentType: contentType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc;charset=utf-8")]
    public async Task The_content_type_may_say_more(string contentType)
    {
        await using ProbeServer server = await ProbeServer.StartAsync();

        using HttpResponseMessage response = await SendAsync(server, Frame(new Question()), contentType: contentType);

        Assert.Equal("0", await StatusAsync(response));
    }

    [Fact]
    public async Task Http_1_must_upgrade()
    {
        await using ProbeServer server = await ProbeServer.StartAsync(protocols: HttpProtocols.Http1AndHttp2);

        using HttpResponseMessage response = await SendAsync(server, Frame(new Question()), version: HttpVersion.Version11);

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Fact]
    public async Task A_path_that_is_no_call_is_not_found()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();

        using HttpResponseMessage response = await SendAsync(server, [], contentType: "text/plain", path: "/healthz/ready");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Unknown_services_can_be_left_to_other_endpoints()
    {
        await using ProbeServer server = await ProbeServer.StartAsync(options => options.IgnoreUnknownServices = true);

        using HttpResponseMessage response = await SendAsync(server, Frame(new Question()), path: "/elemental.test.v1.Missing/Ask");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_compressed_message_is_unimplemented_and_the_answer_says_what_is_accepted()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();

        using HttpResponseMessage response = await SendAsync(
            server, Frame(new Question(), flag: 1), headers => headers.Add("grpc-encoding", "gzip"));

        Assert.Equal($"{(int)StatusCode.Unimplemented}", await StatusAsync(response));
        Assert.Equal(["identity"], response.Headers.GetValues("grpc-accept-encoding"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    public async Task A_message_flag_that_means_nothing_is_an_internal_error(byte flag)
    {
        await using ProbeServer server = await ProbeServer.StartAsync();

        using HttpResponseMessage response = await SendAsync(server, Frame(new Question(), flag));

        Assert.Equal($"{(int)StatusCode.Internal}", await StatusAsync(response));
    }

    [Fact]
    public async Task A_message_that_claims_to_be_too_large_is_refused_before_it_arrives()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();
        byte[] headerOnly = [0, 0xff, 0xff, 0xff, 0xff];

        using HttpResponseMessage response = await SendAsync(server, headerOnly);

        Assert.Equal($"{(int)StatusCode.ResourceExhausted}", await StatusAsync(response));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task A_truncated_request_is_an_internal_error(int length)
    {
        await using ProbeServer server = await ProbeServer.StartAsync();
        byte[] whole = Frame(new Question { Command = "hello" });

        using HttpResponseMessage response = await SendAsync(server, whole[..length]);

        Assert.Equal($"{(int)StatusCode.Internal}", await StatusAsync(response));
    }

    [Fact]
    public async Task A_second_request_of_a_unary_call_is_an_internal_error()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();

        using HttpResponseMessage response = await SendAsync(server, [.. Frame(new Question()), .. Frame(new Question())]);

        Assert.Equal($"{(int)StatusCode.Internal}", await StatusAsync(response));
        Assert.False(server.Events.Started.Task.IsCompleted);
    }

    [Fact]
    public async Task Bytes_that_are_no_message_are_an_internal_error()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();

        using HttpResponseMessage response = await SendAsync(server, [0, 0, 0, 0, 3, 0xff, 0xff, 0xff]);

        Assert.Equal($"{(int)StatusCode.Internal}", await StatusAsync(response));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("10")]
    [InlineData("123456789S")]
    [InlineData("-1S")]
    public async Task A_malformed_timeout_is_an_internal_error(string timeout)
    {
        await using ProbeServer server = await ProbeServer.StartAsync();

        using HttpResponseMessage response = await SendAsync(
            server, Frame(new Question()), headers => headers.Add("grpc-timeout", timeout));

        Assert.Equal($"{(int)StatusCode.Internal}", await StatusAsync(response));
    }

    [Fact]
    public async Task Binary_metadata_that_is_no_base64_is_an_internal_error()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();

        using HttpResponseMessage response = await SendAsync(
            server, Frame(new Question()), headers => headers.Add("x-bytes-bin", "!!"));

        Assert.Equal($"{(int)StatusCode.Internal}", await StatusAsync(response));
    }

    [Fact]
    public async Task A_failure_without_messages_is_told_in_the_headers_and_percent_encoded()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();

        using HttpResponseMessage response = await SendAsync(server, Frame(new Question { Command = "fail" }));

        Assert.Equal(["5"], response.Headers.GetValues("grpc-status"));
        Assert.Equal(["no such thing: 100 %25 gone, gr%C3%B6%C3%9Fer"], response.Headers.GetValues("grpc-message"));
        Assert.Equal("application/grpc", response.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_success_is_told_in_the_trailers()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();

        using HttpResponseMessage response = await SendAsync(server, Frame(new Question { Command = "hello" }));

        Assert.False(response.Headers.Contains("grpc-status"));
        Assert.Equal(Frame(new Answer { Text = "hello" }), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(["0"], response.TrailingHeaders.GetValues("grpc-status"));
    }

    private static byte[] Frame(IMessage message, byte flag = 0)
    {
        byte[] frame = [flag, 0, 0, 0, 0, .. message.ToByteArray()];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);
        return frame;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        ProbeServer server,
        byte[] body,
        Action<HttpRequestHeaders>? headers = null,
        string contentType = "application/grpc",
        string path = Ask,
        Version? version = null)
    {
        using HttpMessageInvoker invoker = new(ProbeServer.CreateHandler());
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(server.Address, path))
        {
            Version = version ?? HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        headers?.Invoke(request.Headers);
        HttpResponseMessage response = await invoker.SendAsync(request, CancellationToken.None).Soon();
        await response.Content.LoadIntoBufferAsync().Soon();
        return response;
    }

    private static async Task<string> StatusAsync(HttpResponseMessage response)
    {
        await response.Content.ReadAsByteArrayAsync();
        HttpResponseHeaders where = response.Headers.Contains("grpc-status") ? response.Headers : response.TrailingHeaders;
        return where.GetValues("grpc-status").Single();
    }
}
