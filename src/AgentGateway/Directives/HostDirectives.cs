using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Tracing;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Operations;

namespace ElementalProvider.AgentGateway.Directives;

/// <summary>What is wanted of a host, as its agent is told. Pure: the same objects always make the same directive.</summary>
internal static class HostDirectives
{
    /// <summary>The whole desired state of a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="cluster">The Cluster that the host serves, or null where it serves none or the Cluster is gone.</param>
    public static HostDirective For(ElementalHost host, Cluster? cluster)
    {
        string? held = Hold.Why(host, cluster);
        bool mayAct = held is null && !host.MustReset() && !host.IsCloned();
        OperationSeen seen = HostOperations.See(host);
        // The host hears of a version together with its operation, and answers for a generation that has both: until the operation is stored,
        // the directive names none, and what the version would hold back waits too.
        bool isAwaited = mayAct && seen.IsDue;
        OsVersion? version = seen.Request is { } request && !(isAwaited && !host.IsBootstrapped())
            ? OsVersionOf(host, request, apply: mayAct && seen is { IsCurrent: true, IsPermitted: true }, seen.IsPermitted ? held : null)
            : null;
        HostDirective directive = new()
        {
            Generation = isAwaited ? 0 : host.Metadata.Generation ?? 0,
            // That the object is being deleted says nothing yet: the host controller finds out who does it.
            NeedsReset = host.IsToldToReset() && held is null,
            BootstrapAvailable = mayAct && !isAwaited && host.WantsBootstrap(),
            ProviderId = host.IsClaimed() ? ProviderId.Of(host.Metadata.NamespaceProperty ?? "", host.Metadata.Name ?? "") : "",
            Serves = host.IsClaimed()
                ? new Serving(host.Spec!.MachineRef!.Name ?? "", host.Metadata.Label(ClusterApiGroup.ClusterNameLabel) ?? "")
                : null,
            OsVersion = version,
            Operation = seen.IsCurrent ? OperationOf(host.Spec!.Operation!, version!.Apply) : null,
        };

        // The trace goes with what is asked: a host that has done it all starts nothing new in an old trace.
        return directive.NeedsReset || directive.BootstrapAvailable || version is { Apply: true }
            ? directive with { Traceparent = HostTraces.Of(host) }
            : directive;
    }

    private static OsVersion OsVersionOf(ElementalHost host, OperationRequest request, bool apply, string? held) => new()
    {
        Management = new FreeForm(host.WantedOsVersion()),
        Hash = request.Wanted,
        Apply = apply,
        HeldBecause = held ?? "",
    };

    private static Operation OperationOf(HostOperation operation, bool apply) => new()
    {
        Id = operation.Id,
        Attempt = operation.Attempt,
        Type = operation.Type,
        Wanted = operation.Wanted,
        Deadline = operation.Deadline,
        Apply = apply,
    };
}
