using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Tokens;

namespace ElementalProvider.AgentGateway.Registration;

/// <summary>The ElementalHost that a request asks for. Pure.</summary>
internal static class HostDraft
{
    // A P-256 key is 178 characters; who writes it by hand may break its lines otherwise, and put a word in front.
    private const int LongestKey = 1024;
    private const int MostOwn = 64;
    private const int LongestOwn = 16 * 1024;
    private const int LongestShown = 128;

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

        if (request.PublicKey.Length > LongestKey || !Es256Key.TryNormalizePublicPem(request.PublicKey, out _))
            return Refusal.InvalidArgument("public_key", $"public_key must be a P-256 public key (SubjectPublicKeyInfo in PEM) of at most {LongestKey} characters");

        return RefuseOwn("labels", request.Labels, registration.Spec?.HostLabels, registration.Spec?.Limits?.LabelKeys, LabelSyntax.IsValue)
            ?? RefuseOwn("annotations", request.Annotations, registration.Spec?.HostAnnotations, allowed: null, static _ => true);
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

    // A host may not blow up its object, which every replica and everybody who watches hosts holds. What the agent repeats from its registration is
    // not its own word, and comes with the value that the registration has.
    private static Refusal? RefuseOwn(
        string field,
        IReadOnlyDictionary<string, string> asked,
        IReadOnlyDictionary<string, string>? granted,
        IReadOnlyList<string>? allowed,
        Func<string, bool> isValue)
    {
        KeyValuePair<string, string>[] own = [.. asked.Where(pair => granted?.ContainsKey(pair.Key) != true)];
        if (own.Length > MostOwn || own.Sum(pair => pair.Key.Length + pair.Value.Length) > LongestOwn)
            return Refusal.InvalidArgument(field, $"{field}: a host can set at most {MostOwn} of its own, of {LongestOwn} characters in all");

        foreach ((string key, string value) in own)
        {
            string shown = PrintableText.Shorten(key, LongestShown);
            if (!OwnLabelKeys.IsAllowed(key, allowed))
            {
                return Refusal.InvalidArgument(field, OwnLabelKeys.IsReserved(key)
                    ? $"{field}: {shown} belongs to the management cluster, a host cannot set it"
                    : $"{field}: {shown} matches none of spec.limits.labelKeys of the ElementalRegistration, a host cannot set it");
            }

            if (!LabelSyntax.IsKey(key))
                return Refusal.InvalidArgument(field, $"{field}: {shown} {LabelSyntax.KeyRule}");
            if (!isValue(value))
                return Refusal.InvalidArgument(field, $"{field}: the value of {shown} {LabelSyntax.ValueRule}");
        }

        return null;
    }

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> asked, IReadOnlyDictionary<string, string>? granted)
    {
        Dictionary<string, string> merged = new(asked);
        foreach ((string key, string value) in granted ?? new Dictionary<string, string>())
            merged[key] = value;
        return merged;
    }
}
