using ElementalProvider.AgentGateway.Directives;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.AgentGateway.Reports;

/// <summary>
/// How the label in-place-update comes to its end. Pure, and decided anew from what is stored each time, so that a crash between two writes
/// only delays the end:
/// <list type="number">
/// <item>pending, and the status does not prove the wanted version: the update has begun, which an annotation notes;</item>
/// <item>the status proves the wanted version for the newest generation: written before the label, so that whoever sees done sees that too;</item>
/// <item>done, in one patch with taking the annotation away.</item>
/// </list>
/// A label that is set while the wanted version runs already begins nothing: it waits for the next version. A status that was thrown away
/// (clusterctl move) proves nothing, so the update begins, and ends with the host's first report if nothing is left to do.
/// </summary>
internal static class InPlaceUpdate
{
    /// <summary>The host with the label and annotation it should have; the very same host where nothing changes.</summary>
    /// <param name="host">The host as it is stored.</param>
    /// <param name="observed">Its status as its newest report makes it.</param>
    public static ElementalHost Advance(ElementalHost host, ElementalHostStatus observed)
    {
        bool begun = host.Metadata.Annotations?.ContainsKey(HostAnnotations.InPlaceUpdateBegun) ?? false;
        if (!HostFlags.IsUpdatePending(host))
            return begun ? End(host) : host;
        // A host that is to be wiped is not updated any more; whoever gets it next has a new object.
        if (HostFlags.NeedsReset(host) || HostDirectives.WantedOsVersion(host) is not { } wanted)
            return host;

        string hash = CanonicalJson.Hash(wanted);
        if (!begun)
            return ProvedHash(host.Status) == hash ? host : Begin(host);

        return IsProved(host, host.Status, hash) && IsProved(host, observed, hash) ? Finish(host) : host;
    }

    // Ready and OSVersionReady must speak for the spec that is there now when done appears.
    private static bool IsProved(ElementalHost host, ElementalHostStatus? status, string hash) =>
        ProvedHash(status) == hash
        && Conditions.IsTrue(status?.Conditions, ConditionTypes.OSVersionReady)
        && (status?.ObservedGeneration ?? 0) >= (host.Metadata.Generation ?? 0);

    private static string? ProvedHash(ElementalHostStatus? status) => status?.Facts?.GetValueOrDefault(HostFacts.OsVersionHash);

    private static ElementalHost Begin(ElementalHost host) => WithAnnotations(host, annotations => annotations[HostAnnotations.InPlaceUpdateBegun] = HostLabels.True);

    private static ElementalHost End(ElementalHost host) => WithAnnotations(host, annotations => annotations.Remove(HostAnnotations.InPlaceUpdateBegun));

    private static ElementalHost Finish(ElementalHost host)
    {
        Dictionary<string, string> labels = new(host.Metadata.Labels!) { [HostLabels.InPlaceUpdate] = HostLabels.InPlaceUpdateDone };
        return End(host with { Metadata = host.Metadata with { Labels = labels } });
    }

    private static ElementalHost WithAnnotations(ElementalHost host, Action<Dictionary<string, string>> change)
    {
        Dictionary<string, string> annotations = new(host.Metadata.Annotations ?? new Dictionary<string, string>());
        change(annotations);
        return host with { Metadata = host.Metadata with { Annotations = annotations.Count > 0 ? annotations : null } };
    }
}
