using System.Text.Json;
using ElementalProvider.Admission.Reviews;
using ElementalProvider.Admission.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Admission.Hosting;

/// <summary>
/// Answers the API server. A verdict is always 200; any other status means that there is none, and then the failure policy decides. Objects
/// are never logged: a registration holds a token.
/// </summary>
internal sealed partial class WebhookEndpoint(ILogger<WebhookEndpoint> logger)
{
    /// <summary>Twice what the API server takes for one object, as there may be two, and room for the rest.</summary>
    public const long LargestBody = 8 * 1024 * 1024;

    /// <summary>Answers one question. The content type is not looked at, nor is the query, where the API server says how long it waits.</summary>
    /// <param name="context">The call.</param>
    /// <param name="webhook">What is asked.</param>
    public async Task AnswerAsync(HttpContext context, Webhook webhook)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LargestBody;
        try
        {
            AdmissionRequest request = await ReadAsync(context);
            Verdict verdict = webhook.Judge(request);
            if (!verdict.IsAllowed)
                Log.Refused(logger, request.Operation, webhook.Type.Kind, request.Namespace, request.Name, verdict.Refusals.Count);

            context.Response.ContentType = "application/json";
            await JsonSerializer.SerializeAsync(
                context.Response.Body, AdmissionReview.Of(Answer(request.Uid!, verdict)), ReviewJsonContext.Default.AdmissionReview, context.RequestAborted);
        }
        catch (ReviewException exception)
        {
            await SayAsync(context, StatusCodes.Status400BadRequest, exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            // Too large, or cut off.
            await SayAsync(context, exception.StatusCode, exception.Message);
        }
    }

    private static async Task<AdmissionRequest> ReadAsync(HttpContext context)
    {
        try
        {
            AdmissionReview? review = await JsonSerializer.DeserializeAsync(
                context.Request.Body, ReviewJsonContext.Default.AdmissionReview, context.RequestAborted);
            return review is { ApiVersion: AdmissionReview.Version, Kind: AdmissionReview.ReviewKind, Request: { Uid.Length: > 0 } request }
                ? request
                : throw new ReviewException($"The body must be an {AdmissionReview.ReviewKind} of {AdmissionReview.Version} with a request.uid.");
        }
        catch (JsonException exception)
        {
            throw new ReviewException(
                $"The body is no {AdmissionReview.ReviewKind}: what is at {exception.Path ?? "its root"}, line {exception.LineNumber + 1}, cannot be read.");
        }
    }

    private static AdmissionResponse Answer(string uid, Verdict verdict) => new()
    {
        Uid = uid,
        Allowed = verdict.IsAllowed,
        Status = verdict.IsAllowed ? null : new AdmissionStatus
        {
            Code = StatusCodes.Status422UnprocessableEntity,
            Reason = "Invalid",
            Message = verdict.Message,
        },
        Warnings = verdict.Warnings.Count > 0 ? verdict.Warnings : null,
    };

    private static Task SayAsync(HttpContext context, int statusCode, string sentence)
    {
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(sentence, context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(4501, LogLevel.Information, "Refused the {operation} of {kind} {namespace}/{name}: {count} fields are not acceptable")]
        public static partial void Refused(ILogger logger, string? operation, string kind, string? @namespace, string? name, int count);
    }
}
