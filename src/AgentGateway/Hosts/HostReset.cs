using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Overload;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.AgentGateway.Streams;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.AgentGateway.Hosts;

/// <summary>
/// The host's side of a reset. Every step is safe to repeat: a host whose answer was lost asks again and the rest is done. The status is written
/// before the object may go, so that it is there to be seen.
/// </summary>
internal sealed class HostReset(
    HostAuthenticator authenticator, HostStreams streams, IInformers informers, IKubernetesClient client, GatewayDecisions decisions, GatewayMetrics metrics,
    IEventRecorder events, WorkDoor door, TimeProvider clock)
{
    private const int Attempts = 5;

    private readonly IStore<Cluster> _clusters = informers.Get<Cluster>().Store;

    /// <summary>Marks the calling host as being deleted or, with evidence, as wiped.</summary>
    /// <param name="call">Who the call says it comes from.</param>
    /// <param name="request">What the host asks for: with evidence of the wipe, or without where it only announces it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RefusedException">
    /// NOT_FOUND: the host is gone already. FAILED_PRECONDITION: nobody asked for a reset, or the evidence shows none.
    /// </exception>
    public async Task DeleteAsync(CallMetadata call, ResetRequest request, CancellationToken cancellationToken)
    {
        ElementalHost host = await authenticator.AuthenticateAsync(call, cancellationToken);
        using WorkDoor.Pass pass = await door.EnterAsync(Errand.KnownHost, cancellationToken);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await streams.InTurnAsync(host, newest => TakeAsync(newest, request, cancellationToken));
                return;
            }
            catch (ApiException exception) when (exception.IsConflict && attempt < Attempts)
            {
                host = await FindAgainAsync(host, cancellationToken);
            }
        }
    }

    private Task TakeAsync(ElementalHost host, ResetRequest request, CancellationToken cancellationToken)
    {
        if (decisions.RefuseReset(host, _clusters.Of(host), request) is { } refusal)
            throw new RefusedException(refusal);

        return request.Evidence is { } evidence
            ? ProveResetAsync(host, evidence, cancellationToken)
            : AnnounceResetAsync(host, request.BootId, cancellationToken);
    }

    private async Task<ElementalHost> FindAgainAsync(ElementalHost host, CancellationToken cancellationToken)
    {
        ElementalHost? found = await client.Resource<ElementalHost>().FindAsync(host.Metadata.NamespaceProperty, host.Metadata.Name!, cancellationToken);
        return found is not null && ResetDecisions.AreSameMachine(host, found)
            ? found
            : throw new RefusedException(Refusal.NotFound(RefusalReasons.HostUnknown, $"there is no ElementalHost {ObjectKey.Of(host)} (any more)"));
    }

    private async Task AnnounceResetAsync(ElementalHost host, string bootId, CancellationToken cancellationToken)
    {
        ElementalHost announced = ResetDecisions.Announced(host, bootId, clock.GetUtcNow());
        streams.Learn(await client.Resource<ElementalHost>().PatchStatusAsync(host, announced, FieldManagers.Gateway, cancellationToken));
        metrics.PhaseEnded(PhaseTimes.Between(host.Status, announced.Status));
        await EnsureDeletingAsync(host, cancellationToken);
    }

    private async Task ProveResetAsync(ElementalHost host, ResetEvidence evidence, CancellationToken cancellationToken)
    {
        IResourceClient<ElementalHost> hosts = client.Resource<ElementalHost>();
        DateTimeOffset now = clock.GetUtcNow();
        ElementalHost proved = await hosts.PatchStatusAsync(host, ResetDecisions.Proved(host, evidence, now), FieldManagers.Gateway, cancellationToken);
        metrics.PhaseEnded(PhaseTimes.AtProof(host.Status, now));
        if (!host.HasWipedItself())
            events.Normal(proved, HostNews.ResetProved, $"the host{After(host)} has shown that it wiped itself, in its boot {evidence.BootId}");
        streams.Learn(await hosts.PatchAsync(proved, ResetDecisions.LetGo(proved), FieldManagers.Gateway, cancellationToken));
        await EnsureDeletingAsync(host, cancellationToken);
    }

    private static string After(ElementalHost host) => host.Spec?.MachineRef?.Name is { } machine ? $", which served the ElementalMachine {machine}," : "";

    // By UID: a host that registers under the same name in the meantime is another one. The finalizer holds it until there is evidence.
    private async Task EnsureDeletingAsync(ElementalHost host, CancellationToken cancellationToken)
    {
        if (!host.IsBeingDeleted())
        {
            V1DeleteOptions thisOne = new() { Preconditions = new V1Preconditions { Uid = host.Metadata.Uid } };
            if (await client.Resource<ElementalHost>().DeleteAsync(host.Metadata.NamespaceProperty, host.Metadata.Name!, thisOne, cancellationToken) is { } held)
                streams.Learn(held);
        }
    }
}
