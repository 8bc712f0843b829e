using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>Events, stored in their core form.</summary>
/// <param name="isNewStyle">Whether they come as events.k8s.io, which asks for more.</param>
internal sealed class EventStrategy(bool isNewStyle) : ResourceStrategy
{
    public override IEnumerable<FieldError> Validate(JsonObject resource, JsonObject? previous)
    {
        string regarded = isNewStyle ? "regarding" : "involvedObject";
        string own = resource.Text("metadata", "namespace") ?? string.Empty;
        string about = resource.Text("involvedObject", "namespace") ?? string.Empty;
        if (about.Length > 0 ? about != own : own is not ("default" or "kube-system") && resource.Object("involvedObject")?.Count > 0)
            yield return FieldError.Invalid($"{regarded}.namespace", JsonValue.Create(about), "does not match event.namespace");
        if (!isNewStyle || previous is not null)
            yield break;
        if (resource["eventTime"] is null)
            yield return FieldError.Required("eventTime", string.Empty);
        else if (resource.Text("reportingComponent") is null or "")
            yield return FieldError.Required("reportingController", string.Empty);
        else if (resource.Text("reportingInstance") is null or "")
            yield return FieldError.Required("reportingInstance", string.Empty);
        else if (resource.Text("action") is null or "")
            yield return FieldError.Required("action", string.Empty);
    }
}
