using System.Net;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>
/// Loses writes: some never reach the server, of some only the answer is lost. Which ones follows from a seed, so that a run can be repeated.
/// </summary>
internal sealed class LossyNetwork(HttpMessageHandler inner, int seed, double loss, Func<HttpRequestMessage, bool> concerned) : DelegatingHandler(inner)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private int _lost;

    /// <summary>How many requests were lost so far.</summary>
    public int Lost => Volatile.Read(ref _lost);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!concerned(request) || Draw() >= loss)
            return await base.SendAsync(request, cancellationToken);

        Interlocked.Increment(ref _lost);
        if (Draw() < 0.5)
            throw new HttpRequestException("the request was lost");

        using HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
        throw new HttpRequestException($"the answer {(answer.StatusCode == HttpStatusCode.OK ? "" : "with a refusal ")}was lost");
    }

    private double Draw()
    {
        lock (_lock)
            return _random.NextDouble();
    }
}
