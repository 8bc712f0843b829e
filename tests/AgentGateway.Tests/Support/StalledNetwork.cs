namespace ElementalProvider.AgentGateway.Tests.Support;

/// <summary>A network on which nothing is ever answered.</summary>
internal sealed class StalledNetwork : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        throw new InvalidOperationException("never reached");
    }
}
