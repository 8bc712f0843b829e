using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.FieldManagement;
using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>Writes the AdmissionReview (admission.k8s.io/v1) that a webhook gets.</summary>
internal static class AdmissionReviewText
{
    public const string Kind = "AdmissionReview";
    public const string ApiVersion = "admission.k8s.io/v1";

    /// <param name="request">The request.</param>
    /// <param name="seenAs">The version in which the webhook sees it.</param>
    /// <param name="uid">What the answer must repeat.</param>
    public static JsonObject Write(AdmissionQuestion request, ResourceDefinition seenAs, string uid)
    {
        ResourceDefinition requested = request.Target.Definition;
        string subresource = request.Target.Subresource;
        var question = new JsonObject
        {
            ["uid"] = uid,
            ["kind"] = KindOf(seenAs, subresource),
            ["resource"] = ResourceOf(seenAs),
        };
        AddText(question, "subResource", subresource);
        question["requestKind"] = KindOf(requested, subresource);
        question["requestResource"] = ResourceOf(requested);
        AddText(question, "requestSubResource", subresource);
        AddText(question, "name", request.Name);
        AddText(question, "namespace", request.Namespace);
        question["operation"] = WebhookMatcher.Name(request.Operation);
        question["userInfo"] = request.User.ToJson();
        question["object"] = Served(request.Object, request.Owners, seenAs, subresource);
        question["oldObject"] = Served(request.OldObject, request.OldOwners, seenAs, subresource);
        question["dryRun"] = request.DryRun;
        question["options"] = Options(request);
        return new JsonObject { ["kind"] = Kind, ["apiVersion"] = ApiVersion, ["request"] = question };
    }

    /// <summary>A copy of an object in the version of <paramref name="definition"/>.</summary>
    public static JsonObject? Served(JsonObject? stored, ManagedFields? owners, ResourceDefinition definition, string subresource)
    {
        JsonObject? served = stored?.DeepClone().AsObject();
        if (served is not null && owners is not null)
            OwnershipTracker.Attach(served, owners);
        if (served is not null && !HasOwnKind(definition, subresource))
            definition.Converter.FromStorage(served);
        return served;
    }

    /// <summary>Whether a subresource is read and written in a form of its own, which has only one version.</summary>
    public static bool HasOwnKind(ResourceDefinition definition, string subresource) =>
        subresource.Length > 0 && Subresource.Of(definition).Any(known => known.Name == subresource && known.Kind != definition.Kind);

    private static JsonObject KindOf(ResourceDefinition definition, string subresource)
    {
        Subresource? own = subresource.Length == 0 ? null : Subresource.Of(definition).FirstOrDefault(known => known.Name == subresource);
        return new JsonObject { ["group"] = own?.Group ?? definition.Group, ["version"] = own?.Version ?? definition.Version, ["kind"] = own?.Kind ?? definition.Kind };
    }

    private static JsonObject ResourceOf(ResourceDefinition definition) =>
        new() { ["group"] = definition.Group, ["version"] = definition.Version, ["resource"] = definition.Plural };

    private static JsonObject Options(AdmissionQuestion request)
    {
        JsonObject options = request.Options.DeepClone().AsObject();
        options["kind"] = request.Operation switch
        {
            AdmissionOperation.Create => "CreateOptions",
            AdmissionOperation.Update => "UpdateOptions",
            _ => "DeleteOptions",
        };
        options["apiVersion"] = "meta.k8s.io/v1";
        return options;
    }

    private static void AddText(JsonObject json, string name, string value)
    {
        if (value.Length > 0)
            json[name] = value;
    }
}
