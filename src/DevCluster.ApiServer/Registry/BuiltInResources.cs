using ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Authorization;
using ElementalProvider.DevCluster.ApiServer.Output;
using ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>The resources that are served without a custom resource definition.</summary>
internal static class BuiltInResources
{
    /// <summary>Name of the collection of namespaces.</summary>
    public const string Namespaces = "namespaces";

    /// <summary>Name of the collection of Events, of both their API groups.</summary>
    public const string Events = "events";

    /// <summary>Name of the collection of requests for certificates.</summary>
    public const string CertificateRequests = "certificatesigningrequests.certificates.k8s.io";

    private static readonly string[] EventFields =
    [
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
        "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
    ];

    public static IEnumerable<ResourceDefinition> All(BuiltInSchemas schemas, ResourceStrategy definitionStrategy, TokenReviews tokens, AccessReviews access, long since)
    {
        ResourceDefinition Define(string group, string version, string plural, string kind, ResourceStrategy strategy, string? schema = null) => new()
        {
            Group = group,
            Version = version,
            Plural = plural,
            Singular = kind.ToLowerInvariant(),
            Kind = kind,
            ListKind = $"{kind}List",
            Schema = schemas.Get(schema ?? kind),
            MetadataSchema = schemas.Metadata,
            Strategy = strategy,
            Since = since,
            Storage = group.Length == 0 ? plural : $"{plural}.{group}",
        };

        yield return Define(string.Empty, "v1", Namespaces, "Namespace", new NamespaceStrategy()) with
        {
            IsNamespaced = false, HasStatus = true, HasFinalize = true, ShortNames = ["ns"], Columns = BuiltInColumns.Namespace, SelectableFields = ["status.phase"],
            Verbs = [.. ResourceDefinition.AllVerbs.Where(verb => verb != "deletecollection")],
        };
        yield return Define(string.Empty, "v1", "configmaps", "ConfigMap", new ConfigMapStrategy()) with { ShortNames = ["cm"], Columns = BuiltInColumns.ConfigMap };
        yield return Define(string.Empty, "v1", "secrets", "Secret", new SecretStrategy()) with { Columns = BuiltInColumns.Secret, SelectableFields = ["type"] };
        yield return Define(string.Empty, "v1", "serviceaccounts", "ServiceAccount", new PlainStrategy()) with { ShortNames = ["sa"], HasToken = true, Columns = BuiltInColumns.ServiceAccount };
        yield return Define(string.Empty, "v1", "nodes", "Node", new NodeStrategy()) with
        {
            IsNamespaced = false, HasStatus = true, ShortNames = ["no"], Columns = BuiltInColumns.Node, SelectableFields = ["spec.unschedulable"],
        };
        yield return Define(string.Empty, "v1", Events, "Event", new EventStrategy(isNewStyle: false)) with { ShortNames = ["ev"], Columns = BuiltInColumns.Event, SelectableFields = EventFields };
        yield return Define("events.k8s.io", "v1", Events, "Event", new EventStrategy(isNewStyle: true), "EventV1") with
        {
            ShortNames = ["ev"], Columns = BuiltInColumns.Event, SelectableFields = EventFields, Storage = Events, Converter = new EventConverter(),
        };
        yield return Define(string.Empty, "v1", "pods", "Pod", new PodStrategy()) with
        {
            HasStatus = true, HasPortForward = true, ShortNames = ["po"], Categories = ["all"], Columns = BuiltInColumns.Pod, SelectableFields = ["spec.nodeName", "status.phase"],
        };
        yield return Define("certificates.k8s.io", "v1", "certificatesigningrequests", "CertificateSigningRequest", new CertificateRequestStrategy()) with
        {
            IsNamespaced = false, HasStatus = true, ShortNames = ["csr"], Columns = BuiltInColumns.CertificateRequest, SelectableFields = ["spec.signerName"],
        };
        // Nothing runs here; controllers that look whether something does find empty lists.
        yield return Define("apps", "v1", "daemonsets", "DaemonSet", new PlainStrategy(tracksGeneration: true), "Opaque") with { HasStatus = true, ShortNames = ["ds"], Categories = ["all"] };
        yield return Define("apps", "v1", "deployments", "Deployment", new PlainStrategy(tracksGeneration: true), "Opaque") with { HasStatus = true, ShortNames = ["deploy"], Categories = ["all"] };
        yield return Define("storage.k8s.io", "v1", "volumeattachments", "VolumeAttachment", new PlainStrategy(), "Opaque") with { IsNamespaced = false, HasStatus = true };
        yield return Define("coordination.k8s.io", "v1", "leases", "Lease", new LeaseStrategy()) with { Columns = BuiltInColumns.Lease };
        yield return Define("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", definitionStrategy) with
        {
            IsNamespaced = false, HasStatus = true, ShortNames = ["crd", "crds"], Categories = ["api-extensions"], Columns = BuiltInColumns.Definition,
        };
        yield return Define(RbacIndex.Group, "v1", "roles", "Role", new RoleStrategy(isNamespaced: true)) with { Columns = BuiltInColumns.Created };
        yield return Define(RbacIndex.Group, "v1", "rolebindings", "RoleBinding", new RoleBindingStrategy(isNamespaced: true)) with { Columns = BuiltInColumns.RoleBinding };
        yield return Define(RbacIndex.Group, "v1", "clusterroles", "ClusterRole", new RoleStrategy(isNamespaced: false)) with { IsNamespaced = false, Columns = BuiltInColumns.Created };
        yield return Define(RbacIndex.Group, "v1", "clusterrolebindings", "ClusterRoleBinding", new RoleBindingStrategy(isNamespaced: false), "RoleBinding") with
        {
            IsNamespaced = false, Columns = BuiltInColumns.RoleBinding,
        };

        yield return Define(WebhookIndex.Group, "v1", "mutatingwebhookconfigurations", "MutatingWebhookConfiguration", new WebhookConfigurationStrategy()) with
        {
            IsNamespaced = false, Categories = ["api-extensions"], Columns = BuiltInColumns.WebhookConfiguration,
        };
        yield return Define(WebhookIndex.Group, "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration", new WebhookConfigurationStrategy()) with
        {
            IsNamespaced = false, Categories = ["api-extensions"], Columns = BuiltInColumns.WebhookConfiguration,
        };

        ResourceDefinition Ask(string group, string plural, string kind, Review review) =>
            Define(group, "v1", plural, kind, new PlainStrategy(), "Opaque") with { IsNamespaced = false, Verbs = ["create"], Review = review };

        yield return Ask("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview", TokenReviews.SelfSubject);
        yield return Ask("authentication.k8s.io", "tokenreviews", "TokenReview", tokens.Token);
        yield return Ask(AccessReviews.Group, "localsubjectaccessreviews", "LocalSubjectAccessReview", access.LocalSubjectAccess) with { IsNamespaced = true };
        yield return Ask(AccessReviews.Group, "selfsubjectaccessreviews", "SelfSubjectAccessReview", access.SelfSubjectAccess);
        yield return Ask(AccessReviews.Group, "selfsubjectrulesreviews", "SelfSubjectRulesReview", access.SelfSubjectRules);
        yield return Ask(AccessReviews.Group, "subjectaccessreviews", "SubjectAccessReview", access.SubjectAccess);
    }
}
