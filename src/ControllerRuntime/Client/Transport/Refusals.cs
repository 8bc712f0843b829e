using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ElementalProvider.ControllerRuntime.Client.Serialization;

namespace ElementalProvider.ControllerRuntime.Client.Transport;

/// <summary>Turns an answer that is no success into an exception.</summary>
internal static class Refusals
{
    /// <summary>A Status is a few hundred bytes; what is longer is a page of some proxy.</summary>
    private const int LongestStatus = 1 << 20;

    public static async Task<ApiException> ReadAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        V1Status status = await ReadStatusAsync(response, cancellationToken) ?? new V1Status();
        return new ApiException(
            status with
            {
                Status = "Failure",
                Code = (int)response.StatusCode,
                Reason = string.IsNullOrEmpty(status.Reason) ? ReasonFor(response.StatusCode) : status.Reason,
                Message = string.IsNullOrEmpty(status.Message)
                    ? $"The API server answered {(int)response.StatusCode} {ReasonFor(response.StatusCode)} to {request.Method} {request.Path}."
                    : status.Message,
            },
            RetryAfter(response.Headers.RetryAfter, status));
    }

    /// <summary>The exception for a Status that arrived within a watch.</summary>
    public static ApiException FromWatch(V1Status? status)
    {
        int code = status?.Code ?? (int)HttpStatusCode.InternalServerError;
        return new ApiException(new V1Status
        {
            Status = "Failure",
            Code = code,
            Reason = string.IsNullOrEmpty(status?.Reason) ? ReasonFor((HttpStatusCode)code) : status.Reason,
            Message = string.IsNullOrEmpty(status?.Message) ? "The API server ended the watch with an error and gave no cause." : status.Message,
            Details = status?.Details,
        });
    }

    private static async Task<V1Status?> ReadStatusAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/json" || response.Content.Headers.ContentLength > LongestStatus)
            return null;

        try
        {
            await response.Content.LoadIntoBufferAsync(LongestStatus, cancellationToken);
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), KindJson.Of<V1Status>());
        }
        catch (Exception exception) when (exception is JsonException or HttpRequestException)
        {
            // No Status after all; the code of the answer still says what happened.
            return null;
        }
    }

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, V1Status status) =>
        header?.Delta ?? (status.Details?.RetryAfterSeconds is > 0 and int seconds ? TimeSpan.FromSeconds(seconds) : null);

    private static string ReasonFor(HttpStatusCode code) => code switch
    {
        HttpStatusCode.BadRequest => "BadRequest",
        HttpStatusCode.Unauthorized => "Unauthorized",
        HttpStatusCode.Forbidden => "Forbidden",
        HttpStatusCode.NotFound => "NotFound",
        HttpStatusCode.MethodNotAllowed => "MethodNotAllowed",
        HttpStatusCode.NotAcceptable => "NotAcceptable",
        HttpStatusCode.Conflict => "Conflict",
        HttpStatusCode.Gone => "Gone",
        HttpStatusCode.UnsupportedMediaType => "UnsupportedMediaType",
        HttpStatusCode.UnprocessableEntity => "Invalid",
        HttpStatusCode.TooManyRequests => "TooManyRequests",
        HttpStatusCode.InternalServerError => "InternalError",
        HttpStatusCode.ServiceUnavailable => "ServiceUnavailable",
        HttpStatusCode.GatewayTimeout => "Timeout",
        _ => code.ToString(),
    };
}
