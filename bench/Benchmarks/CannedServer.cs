using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Web;

namespace ElementalProvider.Benchmarks;

/// <summary>Answers like an API server that holds sample hosts, without a network: what is measured is the client alone.</summary>
/// <param name="objects">How many hosts there are.</param>
/// <param name="watch">What a watch sends before it ends; null leaves watches open and silent.</param>
internal sealed class CannedServer(int objects, byte[]? watch = null) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        System.Collections.Specialized.NameValueCollection query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
        HttpContent content = query["watch"] is null ? List(query["limit"], query["continue"]) : Watch();
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
    }

    private ByteArrayContent List(string? limit, string? token)
    {
        int first = Number(token) ?? 0;
        int count = Math.Min(Number(limit) ?? objects, objects - first);
        int next = first + count;
        return new ByteArrayContent(SampleHosts.Page(first, count, next < objects ? next.ToString(CultureInfo.InvariantCulture) : null));
    }

    private HttpContent Watch() => watch is null ? new StreamContent(new SilentStream()) : new ByteArrayContent(watch);

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
