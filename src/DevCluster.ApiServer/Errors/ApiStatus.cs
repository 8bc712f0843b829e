using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Errors;

/// <summary>A metav1.Status: the answer to a request that has no object to show.</summary>
internal sealed record ApiStatus
{
    /// <summary>HTTP status code.</summary>
    public required int Code { get; init; }

    /// <summary>One of the metav1 reasons, or empty where the reference server gives none.</summary>
    public string Reason { get; init; } = string.Empty;

    public string Message { get; init; } = string.Empty;

    /// <summary>Name of the object the request was about.</summary>
    public string Name { get; init; } = string.Empty;

    public string Group { get; init; } = string.Empty;

    /// <summary>Resource or kind the request was about.</summary>
    public string Kind { get; init; } = string.Empty;

    public string Uid { get; init; } = string.Empty;

    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    public int RetryAfterSeconds { get; init; }

    /// <summary>Whether details are there even if nothing is in them: some refusals of the reference server have them so.</summary>
    public bool ShowsDetails { get; init; }

    public bool IsSuccess => Code < 400;

    public JsonObject ToJson()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = IsSuccess ? "Success" : "Failure",
        };
        if (Message.Length > 0)
            status["message"] = Message;
        if (Reason.Length > 0)
            status["reason"] = Reason;
        JsonObject details = Details();
        if (details.Count > 0 || ShowsDetails)
            status["details"] = details;
        if (!IsSuccess)
            status["code"] = (long)Code;
        return status;
    }

    private JsonObject Details()
    {
        var details = new JsonObject();
        AddText(details, "name", Name);
        AddText(details, "group", Group);
        AddText(details, "kind", Kind);
        AddText(details, "uid", Uid);
        if (Causes.Count > 0)
            details["causes"] = Causes.Select(ToJson).ToJsonArray();
        if (RetryAfterSeconds > 0)
            details["retryAfterSeconds"] = (long)RetryAfterSeconds;
        return details;
    }

    private static JsonNode ToJson(StatusCause cause)
    {
        var json = new JsonObject();
        AddText(json, "reason", cause.Reason);
        AddText(json, "message", cause.Message);
        AddText(json, "field", cause.Field);
        return json;
    }

    private static void AddText(JsonObject json, string name, string value)
    {
        if (value.Length > 0)
            json[name] = value;
    }
}

/// <summary>One reason for a refusal, as in metav1.StatusCause.</summary>
internal sealed record StatusCause(string Reason, string Message, string Field);

/// <summary>Ends a request with a <see cref="ApiStatus"/>.</summary>
internal sealed class ApiStatusException(ApiStatus status) : Exception(status.Message)
{
    public ApiStatus Status { get; } = status;
}
