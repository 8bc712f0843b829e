using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Tokens;

namespace ElementalProvider.AgentGateway.Registration;

/// <summary>The ElementalHost that a request asks for. Pure.</summary>
internal static class HostDraft
{
    /// <summary>Why a request is not acceptable, by its first field that is not; null where all are.</summary>
    /// <param name="request">The request.</param>
    /// <param name="registration">The registration it comes under.</param>
    public static Refusal? Refuse(NewHost request, ElementalRegistration registration)
    {
        if (!ResourceNames.IsSubdomain(request.Name))
        {
            return Refusal.InvalidArgument(
                "name",
                "name must be a DNS name (RFC 1123): lower-case letters, digits, '-' and '.', at most 63 characters between dots and 253 in all");
        }

        if (!Es256Key.TryNormalizePublicPem(request.PublicKey, out _))
            return Refusal.InvalidArgument("public_key", "public_key must be a P-256 public key (SubjectPublicKeyInfo in PEM)");
        if (ReservedKey(request.Labels, registration.Spec?.HostLabels) is { } label)
            return Refusal.InvalidArgument("labels", $"labels: {label} belongs to the management cluster, a host cannot set it");
        if (ReservedKey(request.Annotations, registration.Spec?.HostAnnotations) is { } annotation)
            return Refusal.InvalidArgument("annotations", $"annotations: {annotation} belongs to the management cluster, a host cannot set it");

        return null;
    }

    /// <summary>
    /// The host to create. Labels and annotations of the registration win over the agent's: they are the administrator's word. A machine that
    /// was let go without a reset, and comes back, has to wipe itself before anything else.
    /// </summary>
    /// <param name="request">An acceptable request.</param>
    /// <param name="registration">The registration it comes under.</param>
    /// <param name="watchFilter">Value of the watch-filter label, or null.</param>
    public static ElementalHost For(NewHost request, ElementalRegistration registration, string? watchFilter)
    {
        Dictionary<string, string> labels = Merge(request.Labels, registration.Spec?.HostLabels);
        if (!string.IsNullOrEmpty(watchFilter))
            labels[ClusterApiGroup.WatchFilterLabel] = watchFilter;
        if (IsDetached(request, registration))
            labels[HostLabels.NeedsReset] = HostLabels.True;
        Dictionary<string, string> annotations = Merge(request.Annotations, registration.Spec?.HostAnnotations);
        return new ElementalHost
        {
            Metadata = new V1ObjectMeta
            {
                Name = request.Name,
                NamespaceProperty = registration.Metadata.NamespaceProperty,
                Labels = labels.Count > 0 ? labels : null,
                Annotations = annotations.Count > 0 ? annotations : null,
                Finalizers = [Finalizers.Host],
                OwnerReferences = [OwnerReferenceTo(registration)],
            },
            Spec = new ElementalHostSpec { PubKey = request.PublicKey, OrphanOf = OrphanOf(request.Serves) },
        };
    }

    // The host's own word, and within bounds: whoever lies about it has a host that nobody can claim.
    private static HostOrphan? OrphanOf(Serving? serves) => serves is null ? null : new HostOrphan
    {
        MachineName = ResourceNames.IsSubdomain(serves.Machine) ? serves.Machine : null,
        ClusterName = ResourceNames.IsLabel(serves.Cluster) ? serves.Cluster : null,
        BootId = serves.BootId.Length is > 0 and <= 128 ? serves.BootId : null,
    };

    /// <summary>Whether the registration remembers the machine as one that was let go without a reset.</summary>
    /// <param name="request">The request.</param>
    /// <param name="registration">The registration it comes under.</param>
    public static bool IsDetached(NewHost request, ElementalRegistration registration) =>
        DetachedHosts.KeyHashOf(request.PublicKey) is { } key && DetachedHosts.Of(registration.Metadata)?.Any(host => host.KeyHash == key) != false;

    /// <summary>Whether two PEMs hold the same key, however they are spelled.</summary>
    /// <param name="left">A public key.</param>
    /// <param name="right">Another.</param>
    public static bool IsSameKey(string? left, string? right) =>
        Es256Key.TryNormalizePublicPem(left, out string? first) && Es256Key.TryNormalizePublicPem(right, out string? second) && first == second;

    private static V1OwnerReference OwnerReferenceTo(ElementalRegistration registration) => new()
    {
        ApiVersion = ElementalGroup.ApiVersion,
        Kind = ElementalRegistration.KubeKind,
        Name = registration.Metadata.Name ?? "",
        Uid = registration.Metadata.Uid ?? "",
        Controller = true,
    };

    // Keys below cluster.x-k8s.io steer claims, pauses and resets (I1, I3). What the agent repeats from its registration is not its own word.
    private static string? ReservedKey(IReadOnlyDictionary<string, string> asked, IReadOnlyDictionary<string, string>? granted) =>
        asked.Where(pair => granted?.GetValueOrDefault(pair.Key) != pair.Value).Select(pair => pair.Key).FirstOrDefault(IsReserved);

    private static bool IsReserved(string key)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        string domain = slash < 0 ? "" : key[..slash];
        return domain == ClusterApiGroup.Name || domain.EndsWith("." + ClusterApiGroup.Name, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> asked, IReadOnlyDictionary<string, string>? granted)
    {
        Dictionary<string, string> merged = new(asked);
        foreach ((string key, string value) in granted ?? new Dictionary<string, string>())
            merged[key] = value;
        return merged;
    }
}
