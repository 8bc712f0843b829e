using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>Reads the AdmissionReview that a webhook answers.</summary>
internal static class AdmissionAnswerText
{
    private const string JsonPatchType = "JSONPatch";

    /// <exception cref="WebhookCallException">The answer is none.</exception>
    public static WebhookVerdict Read(ReadOnlySpan<byte> body, Webhook webhook, string uid)
    {
        JsonObject? review = Parse(body);
        if (review.Object("response") is not { } response)
            throw Invalid("webhook response was absent");
        if (response.Text("uid") != uid)
            throw Invalid($"expected response.uid=\"{uid}\", got \"{response.Text("uid")}\"");
        if (review.Text("apiVersion") != AdmissionReviewText.ApiVersion || review.Text("kind") != AdmissionReviewText.Kind)
            throw Invalid($"expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got {review.Text("apiVersion")}, Kind={review.Text("kind")}");

        JsonArray patch = ReadPatch(response, webhook.IsMutating);
        bool isAllowed = response["allowed"].IsTrue();
        return new WebhookVerdict
        {
            Warnings = response["warnings"].Strings(),
            Patch = isAllowed ? patch : [],
            Refusal = isAllowed ? null : Denied(webhook.Name, response.Object("status")),
        };
    }

    private static JsonObject? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonText.Parse(body) as JsonObject;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw Invalid(problem.Message);
        }
    }

    private static JsonArray ReadPatch(JsonObject response, bool isMutating)
    {
        string patch = response.Text("patch") ?? string.Empty;
        string? type = response.Text("patchType");
        if (!isMutating && patch.Length > 0)
            throw Invalid("validating webhook may not return response.patch");
        if (!isMutating && type is not null)
            throw Invalid("validating webhook may not return response.patchType");
        if (patch.Length > 0 && type is null)
            throw Invalid("webhook returned response.patch but not response.patchType");
        if (patch.Length == 0 && type is not null)
            throw Invalid("webhook returned response.patchType but not response.patch");
        if (type is not (null or JsonPatchType))
            throw Invalid($"webhook returned invalid response.patchType of \"{type}\"");
        return patch.Length == 0 ? [] : Operations(patch);
    }

    private static JsonArray Operations(string base64)
    {
        try
        {
            return JsonText.Parse(Convert.FromBase64String(base64)) switch
            {
                null => [],
                JsonArray operations => operations,
                _ => throw Invalid("response.patch is not a list of operations"),
            };
        }
        catch (Exception problem) when (problem is FormatException or JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw Invalid($"response.patch cannot be read: {problem.Message}");
        }
    }

    private static WebhookCallException Invalid(string problem) => new($"received invalid webhook response: {problem}");

    /// <summary>Denials have an error code and say who denied, whatever the webhook gives.</summary>
    private static ApiStatus Denied(string webhook, JsonObject? status)
    {
        string denied = $"admission webhook \"{webhook}\" denied the request";
        string message = status.Text("message") ?? string.Empty, reason = status.Text("reason") ?? string.Empty;
        JsonObject? details = status.Object("details");
        return new ApiStatus
        {
            Code = (int)Math.Clamp(status.At("code").Whole() ?? 0, 400, 599),
            Reason = reason,
            Message = (message, reason) switch
            {
                ({ Length: > 0 }, _) => $"{denied}: {message}",
                (_, { Length: > 0 }) => $"{denied}: {reason}",
                _ => $"{denied} without explanation",
            },
            Name = details.Text("name") ?? string.Empty,
            Group = details.Text("group") ?? string.Empty,
            Kind = details.Text("kind") ?? string.Empty,
            Uid = details.Text("uid") ?? string.Empty,
            RetryAfterSeconds = (int)(details.At("retryAfterSeconds").Whole() ?? 0),
            Causes = [.. details.Array("causes").Objects().Select(cause =>
                new StatusCause(cause.Text("reason") ?? string.Empty, cause.Text("message") ?? string.Empty, cause.Text("field") ?? string.Empty))],
        };
    }
}
