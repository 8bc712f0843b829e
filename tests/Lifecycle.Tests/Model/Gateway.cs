using ElementalProvider.AgentGateway.Grpc;
using ElementalProvider.AgentGateway.Hosts;
using ElementalProvider.AgentGateway.Registration;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using Grpc.Core;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>
/// One replica of the gateway, with caches of its own. It holds the last report of every host that ever spoke to it until it notices that the
/// stream is gone, and writes it again whenever the host changes: so reports repeat, and those of an old stream come after those of a new one.
/// </summary>
internal sealed class Gateway(World world)
{
    private const int Attempts = 5;
    private const int MostWritesOfAReport = 6;

    private readonly Cache<ElementalHost> _hosts = new(world.Api.Hosts);
    private readonly Cache<Cluster> _clusters = new(world.Api.Clusters);
    private readonly Dictionary<string, (string Uid, HostReport Report)> _reports = [];

    public IEnumerable<string> ReportingHosts => [.. _reports.Keys];

    public void CatchUp(Freshness freshness)
    {
        if (freshness.HasFlag(Freshness.Hosts))
            _hosts.CatchUp();
        if (freshness.HasFlag(Freshness.Others))
            _clusters.CatchUp();
    }

    /// <summary>The host as a call that speaks for it is served: NOT_FOUND where there is none, UNAUTHENTICATED for another key.</summary>
    public (ElementalHost? Host, StatusCode Status) Authenticate(string name, string key)
    {
        ElementalHost? host = _hosts.Find(name) ?? world.Api.Hosts.Find(name);
        return host is null ? (null, StatusCode.NotFound)
            : host.Spec?.PubKey != key ? (null, StatusCode.Unauthenticated)
            : (host, StatusCode.OK);
    }

    /// <summary>What a connected host is told now.</summary>
    public HostDirective Direct(ElementalHost host)
    {
        Cluster? cluster = ClusterOf(host);
        HostDirective directive = world.Rules.Directive(host, cluster);
        Watch.OnDirective(host, cluster, directive);
        return directive;
    }

    public void Hear(ElementalHost host, HostReport report) => _reports[host.Metadata.Name!] = (host.Metadata.Uid!, report);

    /// <summary>The stream of a host is gone, and what was not written with it.</summary>
    public void HangUp(string name) => _reports.Remove(name);

    /// <summary>Writes the last report of a host on top of what is known of it; may die between the labels and the status.</summary>
    public void WriteReport(string name, bool diesInBetween)
    {
        if (!_reports.TryGetValue(name, out (string Uid, HostReport Report) heard) || _hosts.Find(name) is not { } host)
            return;

        // A stream ends with the object that it spoke for.
        if (host.Metadata.Uid != heard.Uid)
        {
            HangUp(name);
            return;
        }

        for (int writes = 0; writes < MostWritesOfAReport; writes++)
        {
            HostReportPlan plan = world.Rules.ForReport(host, heard.Report, world.Api.Clock.Now);
            if (plan.IsEmpty)
                return;

            ElementalHost? written = plan.MetadataChanges ? Remember(world.Api.Hosts.Write(host, plan.Marked)) : host;
            if (written is null || (plan.MetadataChanges && diesInBetween))
                return;

            written = plan.StatusChanges ? Remember(world.Api.Hosts.WriteStatus(written, plan.Observed)) : written;
            if (written is null)
                return;
            host = written;
        }

        throw new InvariantException($"I7: the report of {name} is written again and again");
    }

    /// <summary>Creates the host of a request or finds it again; null stands for success.</summary>
    public StatusCode Register(RegisterHostRequest request)
    {
        if (!world.Api.IsOpenForRegistration)
            return StatusCode.Unavailable;

        if ((_hosts.Find(request.Name) ?? world.Api.Hosts.Find(request.Name)) is { } known)
            return ExistingHost.Refuse(known, request.PublicKey) is { } refusal ? RefusalStatus.CodeOf(refusal) : StatusCode.OK;

        // The registration as it is now: the cache may not remember yet who was let go without a reset.
        world.Api.Hosts.Create(HostDraft.For(request, world.Api.Registrations.Find(ApiServer.RegistrationName)!, watchFilter: null));
        return StatusCode.OK;
    }

    /// <summary>The lineage of the machine whose bootstrap data a host gets; null where there is none for it now.</summary>
    public string? GetBootstrap(ElementalHost host)
    {
        Cluster? cluster = ClusterOf(host);
        if (world.Rules.WhyNoBootstrap(host, cluster) is not null)
            return null;

        Watch.OnBootstrapData(host, cluster);
        return host.Spec!.BootstrapSecret!.Name;
    }

    /// <summary>The host's side of a reset; may die after some of its writes.</summary>
    public StatusCode Delete(ElementalHost host, DeleteHostRequest request, int diesAtWrite)
    {
        int writesLeft = diesAtWrite > 0 ? diesAtWrite : int.MaxValue;
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            if (world.Rules.RefuseReset(host, ClusterOf(host), request) is { } refusal)
                return RefusalStatus.CodeOf(refusal);

            ElementalHost? told = world.Api.Hosts.WriteStatus(host, StatusAfter(host, request));
            if (told is not null && --writesLeft == 0)
                return StatusCode.Unavailable;

            if (told is not null && request.Evidence is not null)
                told = world.Api.Hosts.Write(told, ResetDecisions.LetGo(told));
            if (told is not null)
            {
                if (--writesLeft == 0)
                    return StatusCode.Unavailable;
                world.Api.Hosts.Delete(host.Metadata.Name!, host.Metadata.Uid);
                return StatusCode.OK;
            }

            if (world.Api.Hosts.Find(host.Metadata.Name!) is not { } current || !ResetDecisions.AreSameMachine(host, current))
                return StatusCode.NotFound;
            host = current;
        }

        return StatusCode.Unavailable;
    }

    private ElementalHost StatusAfter(ElementalHost host, DeleteHostRequest request) => request.Evidence is { } evidence
        ? ResetDecisions.Proved(host, evidence, world.Api.Clock.Now)
        : ResetDecisions.Announced(host, request.BootId, world.Api.Clock.Now);

    private Cluster? ClusterOf(ElementalHost host) =>
        host.Metadata.Label(ClusterApiGroup.ClusterNameLabel) is { } cluster ? _clusters.Find(cluster) : null;

    private ElementalHost? Remember(ElementalHost? written) => written is null ? null : _hosts.Remember(written);
}
