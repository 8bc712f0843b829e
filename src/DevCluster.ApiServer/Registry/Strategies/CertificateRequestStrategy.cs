using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>Requests for certificates: what is asked for, and who asked, is never changed.</summary>
internal sealed class CertificateRequestStrategy : ResourceStrategy
{
    public override void PrepareForUpdate(JsonObject resource, JsonObject previous, string subresource)
    {
        resource.SetOrRemove("spec", previous["spec"]);
        if (subresource != Subresource.Status)
            resource.SetOrRemove("status", previous["status"]);
    }

    public override IEnumerable<FieldError> Validate(JsonObject resource, JsonObject? previous)
    {
        if (string.IsNullOrEmpty(resource.Text("spec", "request")))
            yield return FieldError.Required("spec.request", string.Empty);
        if (string.IsNullOrEmpty(resource.Text("spec", "signerName")))
            yield return FieldError.Required("spec.signerName", string.Empty);
        if (resource.At("spec", "usages").Strings().Count == 0)
            yield return FieldError.Required("spec.usages", string.Empty);
    }
}
