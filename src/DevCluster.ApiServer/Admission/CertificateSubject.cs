using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.Admission;

/// <summary>Notes in a request for a certificate who asks: whoever signs it goes by that, so it is never the client's word.</summary>
internal sealed class CertificateSubject : IAdmission
{
    public ValueTask<AdmissionQuestion> MutateAsync(AdmissionQuestion request, CancellationToken cancellationToken)
    {
        bool asks = request is { Operation: AdmissionOperation.Create, Object: not null, Target: { Subresource: "", Definition.Storage: BuiltInResources.CertificateRequests } };
        if (!asks)
            return ValueTask.FromResult(request);

        JsonObject resource = request.Object!.DeepClone().AsObject();
        JsonObject spec = resource.Ensure("spec");
        foreach (string field in (string[])["username", "uid", "groups", "extra"])
            spec.Remove(field);
        foreach ((string field, JsonNode? value) in request.User.ToJson())
            spec[field] = value?.DeepClone();
        resource.Remove("status");
        return ValueTask.FromResult(request with { Object = resource });
    }

    public ValueTask ValidateAsync(AdmissionQuestion request, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
