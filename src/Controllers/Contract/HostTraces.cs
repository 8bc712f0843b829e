using System.Diagnostics;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Controllers.Contract;

/// <summary>
/// Begins the traces of what is asked of a host. The write that asks carries its trace along, so that gateway and agent can go on with it; where
/// nobody listens to traces there is none, and the write is what it would be without.
/// </summary>
internal static class HostTraces
{
    public const string Claim = "claim host";
    public const string RequestReset = "request reset";
    public const string ForwardOsVersion = "forward OS version";

    private static readonly ActivitySource Source = new("ElementalProvider.Controllers");

    /// <summary>Begins a trace, or null where nobody listens.</summary>
    /// <param name="name">What is asked.</param>
    /// <param name="host">Of whom.</param>
    public static Activity? Begin(string name, ElementalHost host) => Source.StartActivity(name, ActivityKind.Producer)
        ?.SetTag("k8s.namespace.name", host.Metadata.NamespaceProperty)
        .SetTag("elemental.host", host.Metadata.Name);

    /// <summary>The host with the trace of the write it is for; a trace of an earlier one must not stay.</summary>
    /// <param name="host">The host as it is to be written.</param>
    /// <param name="trace">The trace, or null for none.</param>
    public static ElementalHost Carry(ElementalHost host, Activity? trace)
    {
        if (trace is null && !host.Metadata.HasAnnotation(HostAnnotations.Traceparent))
            return host;

        Dictionary<string, string> annotations = new(host.Metadata.Annotations ?? new Dictionary<string, string>());
        if (trace?.Id is { } traceparent)
            annotations[HostAnnotations.Traceparent] = traceparent;
        else
            annotations.Remove(HostAnnotations.Traceparent);
        return host with { Metadata = host.Metadata with { Annotations = annotations } };
    }
}
