using ElementalProvider.AgentGateway.Tracing;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Operations;
using Google.Protobuf.WellKnownTypes;

namespace ElementalProvider.AgentGateway.Directives;

/// <summary>What is wanted of a host, as its agent is told. Pure: the same objects always make the same directive.</summary>
internal static class HostDirectives
{
    /// <summary>The whole desired state of a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="cluster">The Cluster that the host serves, or null where it serves none or the Cluster is gone.</param>
    public static HostDirective For(ElementalHost host, Cluster? cluster)
    {
        bool mayAct = Hold.Why(host, cluster) is null && !host.MustReset();
        OperationSeen seen = HostOperations.See(host);
        // The host hears of a version together with its operation, and answers for a generation that has both: until the operation is stored,
        // the directive names none, and what the version would hold back waits too.
        bool isAwaited = mayAct && seen.IsDue;
        HostDirective directive = new()
        {
            Generation = isAwaited ? 0 : host.Metadata.Generation ?? 0,
            NeedsReset = host.MustReset() && Hold.Why(host, cluster) is null,
            BootstrapAvailable = mayAct && !isAwaited && host.WantsBootstrap(),
            ProviderId = host.IsClaimed() ? ProviderId.Of(host.Metadata.NamespaceProperty ?? "", host.Metadata.Name ?? "") : "",
        };
        if (seen.Request is { } request && !(isAwaited && !host.IsBootstrapped()))
            AddOsVersion(directive, host, request, apply: mayAct && seen is { IsCurrent: true, IsPermitted: true });
        if (seen.IsCurrent)
            directive.Operation = OperationOf(host.Spec!.Operation!, directive.OsVersion!.Apply);

        // The trace goes with what is asked: a host that has done it all starts nothing new in an old trace.
        if (directive.NeedsReset || directive.BootstrapAvailable || directive.OsVersion is { Apply: true })
            directive.Traceparent = HostTraces.Of(host);
        return directive;
    }

    private static void AddOsVersion(HostDirective directive, ElementalHost host, OperationRequest request, bool apply) => directive.OsVersion = new OsVersion
    {
        Management = FreeFormJson.ToStruct(host.WantedOsVersion()),
        ManagementJson = FreeFormJson.ToText(host.WantedOsVersion()),
        Hash = request.Wanted,
        Apply = apply,
    };

    private static Operation OperationOf(HostOperation operation, bool apply) => new()
    {
        Id = operation.Id,
        Attempt = operation.Attempt,
        Type = operation.Type,
        Wanted = operation.Wanted,
        Deadline = operation.Deadline is { } deadline ? Timestamp.FromDateTimeOffset(deadline) : null,
        Apply = apply,
    };
}
