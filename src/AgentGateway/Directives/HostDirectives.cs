using System.Text.Json;
using ElementalProvider.AgentGateway.Tracing;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.AgentGateway.Directives;

/// <summary>What is wanted of a host, as its agent is told. Pure: the same objects always make the same directive.</summary>
internal static class HostDirectives
{
    /// <summary>The whole desired state of a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="cluster">The Cluster that the host serves, or null where it serves none or the Cluster is gone.</param>
    public static HostDirective For(ElementalHost host, Cluster? cluster)
    {
        bool held = IsHeld(host, cluster);
        bool needsReset = HostFlags.NeedsReset(host) && !held;
        HostDirective directive = new()
        {
            Generation = host.Metadata.Generation ?? 0,
            NeedsReset = needsReset,
            BootstrapAvailable = HostFlags.WantsBootstrap(host) && !held,
            ProviderId = HostFlags.IsClaimed(host) ? ProviderId.Of(host.Metadata.NamespaceProperty ?? "", host.Metadata.Name ?? "") : "",
        };
        if (WantedOsVersion(host) is { } wanted)
        {
            directive.OsVersion = new OsVersion
            {
                Management = ProtobufStruct.From(wanted),
                Hash = CanonicalJson.Hash(wanted),
                Apply = !held && !HostFlags.NeedsReset(host) && (!HostFlags.Has(host, HostLabels.Bootstrapped) || HostFlags.IsUpdatePending(host)),
            };
        }

        // The trace goes with what is asked: a host that has done it all starts nothing new in an old trace.
        if (directive.NeedsReset || directive.BootstrapAvailable || directive.OsVersion is { Apply: true })
            directive.Traceparent = HostTraces.Of(host);
        return directive;
    }

    /// <summary>
    /// Whether nothing may be asked of the host now: it or its Cluster is paused, or clusterctl is moving it away. A host that is being moved
    /// carries a deletionTimestamp although nobody wants it wiped (T14, O4, I3).
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="cluster">The Cluster that the host serves, or null.</param>
    public static bool IsHeld(ElementalHost host, Cluster? cluster) =>
        HasAnnotation(host.Metadata.Annotations, ClusterApiGroup.PausedAnnotation)
        || HasAnnotation(host.Metadata.Annotations, ClusterApiGroup.DeleteForMoveAnnotation)
        || IsHeld(cluster);

    /// <summary>Whether a Cluster holds its hosts; all that a directive takes from it.</summary>
    /// <param name="cluster">The Cluster, or null.</param>
    public static bool IsHeld(Cluster? cluster) =>
        cluster is { Spec.Paused: true } || HasAnnotation(cluster?.Metadata.Annotations, ClusterApiGroup.DeleteForMoveAnnotation);

    /// <summary>spec.osVersionManagement, or null where nobody asked for a version.</summary>
    /// <param name="host">The host.</param>
    public static JsonElement? WantedOsVersion(ElementalHost host) =>
        host.Spec?.OsVersionManagement is { ValueKind: JsonValueKind.Object } wanted && wanted.EnumerateObject().Any() ? wanted : null;

    private static bool HasAnnotation(IDictionary<string, string>? annotations, string name) => annotations?.ContainsKey(name) ?? false;
}
