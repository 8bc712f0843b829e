using System.Net;
using System.Net.Http.Headers;

namespace ElementalProvider.GrpcTests.Support;

/// <summary>A server that answers every request with one prepared response, or fails as told.</summary>
internal sealed class ScriptedHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public static HttpResponseMessage Response(
        byte[] body, HttpStatusCode status = HttpStatusCode.OK, string? contentType = "application/grpc", params (string Name, string Value)[] trailers)
    {
        HttpResponseMessage response = new(status) { Content = new ByteArrayContent(body) };
        response.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        foreach ((string name, string value) in trailers)
        {
            response.TrailingHeaders.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
        return answer(request);
    }
}
