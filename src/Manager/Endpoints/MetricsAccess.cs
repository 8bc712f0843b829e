using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.Manager.Endpoints;

/// <summary>
/// Gives the metrics to those only who may get them: the API server says whose token it is and what its owner may. Its answers are kept for a
/// while, so that scrapes cost it next to nothing, and strangers cannot make it answer more than a few questions a second.
/// </summary>
internal sealed partial class MetricsAccess(IKubernetesClient client, TimeProvider clock, ILogger<MetricsAccess> logger)
{
    /// <summary>The path whose verb <c>get</c> is the right to read the metrics.</summary>
    public const string Path = "/metrics";

    private const string Scheme = "Bearer ";
    private const int MostTokens = 256;
    private const int QuestionsPerSecond = 10;
    private const int QuestionsAtOnce = 20;
    private static readonly TimeSpan HoldAllowed = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan HoldRefused = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BoundedCache<string, MetricsVerdict> _known = new(MostTokens, clock);
    private readonly TokenBucket _questions = new(QuestionsPerSecond, QuestionsAtOnce, clock);
    private readonly IResourceClient<V1TokenReview> _tokens = client.Resource<V1TokenReview>();
    private readonly IResourceClient<V1SubjectAccessReview> _rights = client.Resource<V1SubjectAccessReview>();

    /// <summary>Answers a request itself, unless it may go on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="next">What gives the metrics.</param>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        MetricsVerdict verdict = await JudgeAsync(context.Request.Headers.Authorization, context.RequestAborted);
        if (verdict.Status == StatusCodes.Status200OK)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = verdict.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        if (verdict.Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = Scheme.TrimEnd();
        await context.Response.WriteAsync(verdict.Sentence + "\n", context.RequestAborted);
    }

    /// <summary>Whether somebody may get the metrics.</summary>
    /// <param name="authorization">What they show.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<MetricsVerdict> JudgeAsync(string? authorization, CancellationToken cancellationToken)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || authorization[Scheme.Length..].Trim() is not { Length: > 0 } token)
            return new(StatusCodes.Status401Unauthorized, "The metrics are shown to who sends a token of the cluster in the header Authorization: Bearer.");

        // Not the token itself, which would be of use to who reads the memory.
        string fingerprint = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_known.TryGet(fingerprint, out MetricsVerdict? known))
            return known!;
        if (!_questions.TryTake())
            return new(StatusCodes.Status503ServiceUnavailable, "Too many unknown tokens are shown at once; try again in a second.");

        using CancellationTokenSource deadline = new(Patience, clock);
        using CancellationTokenSource attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            MetricsVerdict verdict = await AskAsync(token, attempt.Token);
            _known.Set(fingerprint, verdict, clock.GetUtcNow() + (verdict.Status == StatusCodes.Status200OK ? HoldAllowed : HoldRefused));
            return verdict;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unknown("it did not answer in time");
        }
        catch (Exception exception) when (exception is ApiException or HttpRequestException or JsonException)
        {
            return Unknown(exception.Message.TrimEnd('.'));
        }
    }

    private async Task<MetricsVerdict> AskAsync(string token, CancellationToken cancellationToken)
    {
        V1TokenReview review = await _tokens.CreateAsync(
            new V1TokenReview { Metadata = new V1ObjectMeta(), Spec = new V1TokenReviewSpec { Token = token } }, options: null, cancellationToken);
        if (review.Status is not { Authenticated: true, User: { } user })
            return new(StatusCodes.Status401Unauthorized, "The API server does not know the token; it may have expired.");

        V1SubjectAccessReview asked = await _rights.CreateAsync(
            new V1SubjectAccessReview
            {
                Metadata = new V1ObjectMeta(),
                Spec = new V1SubjectAccessReviewSpec
                {
                    User = user.Username,
                    Uid = user.Uid,
                    Groups = user.Groups,
                    Extra = user.Extra,
                    NonResourceAttributes = new V1NonResourceAttributes { Path = Path, Verb = "get" },
                },
            },
            options: null,
            cancellationToken);
        return asked.Status is { Allowed: true }
            ? new(StatusCodes.Status200OK, "")
            : new(StatusCodes.Status403Forbidden, $"{user.Username} may not get {Path}; bind the ClusterRole elemental-metrics-reader to it.");
    }

    private MetricsVerdict Unknown(string cause)
    {
        Log.CannotAsk(logger, cause);
        return new(StatusCodes.Status503ServiceUnavailable, $"The API server cannot be asked who may read the metrics: {cause}.");
    }

    private static partial class Log
    {
        [LoggerMessage(4401, LogLevel.Warning, "The API server cannot be asked who may read the metrics: {cause}")]
        public static partial void CannotAsk(ILogger logger, string cause);
    }
}

/// <summary>Whether somebody may get the metrics.</summary>
/// <param name="Status">The HTTP status that says it.</param>
/// <param name="Sentence">Why not; empty where they may.</param>
internal sealed record MetricsVerdict(int Status, string Sentence);
