using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>Events, stored in their core form.</summary>
/// <param name="isNewStyle">Whether they come as events.k8s.io, which asks for more.</param>
internal sealed class EventStrategy(bool isNewStyle) : ResourceStrategy
{
    private const int MaximumLength = 128;
    private const int MaximumMessage = 1024;

    public override void PrepareForCreate(JsonObject resource) => FillIn(resource);

    public override void PrepareForUpdate(JsonObject resource, JsonObject previous, string subresource) => FillIn(resource);

    /// <summary>These members of the core form are never left out.</summary>
    private static void FillIn(JsonObject resource)
    {
        resource.Ensure("involvedObject");
        resource.Ensure("source");
        foreach (string time in (string[])["firstTimestamp", "lastTimestamp", "eventTime"])
            resource.TryAdd(time, null);
        foreach (string text in (string[])["reportingComponent", "reportingInstance"])
            resource.TryAdd(text, JsonValue.Create(string.Empty));
    }

    public override IEnumerable<FieldError> Validate(JsonObject resource, JsonObject? previous)
    {
        string regarded = isNewStyle ? "regarding" : "involvedObject";
        string own = resource.Text("metadata", "namespace") ?? string.Empty;
        string about = resource.Text("involvedObject", "namespace") ?? string.Empty;
        if (about.Length > 0 ? about != own : own is not ("default" or "kube-system") && resource.Object("involvedObject")?.Count > 0)
            yield return FieldError.Invalid($"{regarded}.namespace", JsonValue.Create(about), "does not match event.namespace");
        bool hasTime = resource["eventTime"] is not null;
        if (isNewStyle && previous is null && !hasTime)
            yield return FieldError.Required("eventTime", string.Empty);
        if (isNewStyle && previous is null && resource.Text("type") is not ("Normal" or "Warning"))
            yield return FieldError.Invalid("type", JsonValue.Create(string.Empty), "has invalid value");
        // The time of an event makes it one of the newer kind, whichever way it came.
        foreach (FieldError error in hasTime ? CheckReport(resource) : [])
            yield return error;
    }

    private IEnumerable<FieldError> CheckReport(JsonObject resource)
    {
        string controllerField = isNewStyle ? "reportingController" : "reportingComponent", controller = resource.Text("reportingComponent") ?? string.Empty;
        foreach ((string field, string value) in new[]
        {
            (controllerField, controller), ("reportingInstance", resource.Text("reportingInstance") ?? string.Empty),
            ("action", resource.Text("action") ?? string.Empty), ("reason", resource.Text("reason") ?? string.Empty),
        })
        {
            if (value.Length == 0)
                yield return FieldError.Required(field, string.Empty);
            if (value.Length > MaximumLength)
                yield return FieldError.Invalid(field, JsonValue.Create(string.Empty), $"can have at most {MaximumLength} characters");
        }

        foreach (string problem in NameRules.LabelKey(controller))
            yield return FieldError.Invalid(controllerField, JsonValue.Create(controller), problem);
        if (resource.Text("message")?.Length > MaximumMessage)
            yield return FieldError.Invalid(isNewStyle ? "note" : "message", JsonValue.Create(string.Empty), $"can have at most {MaximumMessage} characters");
    }
}
