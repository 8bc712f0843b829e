using System.Diagnostics.Metrics;
using ElementalProvider.AgentGateway.Caching;
using ElementalProvider.AgentGateway.Overload;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.AgentGateway.Streams;
using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static ElementalProvider.AgentGateway.Tests.Support.SampleObjects;

namespace ElementalProvider.AgentGateway.Tests.Streams;

public class HostStreamsTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    private readonly ScriptedInformers _informers = new();

    [Fact]
    public async Task A_Cluster_that_is_written_without_news_for_its_hosts_is_looked_up_by_none_of_them()
    {
        using HostStreams streams = NewStreams();
        _informers.Clusters.Set(Cluster());
        for (int i = 0; i < 10; i++)
            await OpenAsync(streams, $"m-{i}");
        int before = _informers.Clusters.Finds;

        _informers.Clusters.Set(Cluster() with { Status = new ClusterStatus { Phase = "Provisioned" } });

        Assert.Equal(before, _informers.Clusters.Finds);
    }

    [Fact]
    public async Task A_Cluster_that_is_paused_is_told_to_all_of_its_hosts()
    {
        using HostStreams streams = NewStreams();
        _informers.Clusters.Set(Cluster());
        HostStream stream = await OpenAsync(streams, "m-1");

        _informers.Clusters.Set(Cluster(paused: true));

        await foreach (Calls.HostDirective directive in stream.ReadDirectivesAsync(CancellationToken.None))
        {
            Assert.False(directive.OsVersion!.Apply);
            return;
        }
    }

    private async Task<HostStream> OpenAsync(HostStreams streams, string name)
    {
        ElementalHost host = Host().With((ClusterApiGroup.ClusterNameLabel, "c1")).Wanting(V1);
        host = host with { Metadata = host.Metadata with { Name = name } };
        _informers.Hosts.Set(host);
        return await streams.OpenAsync(host, CancellationToken.None);
    }

    private HostStreams NewStreams() => new(
        _informers,
        new ObjectReader<ElementalHost>(_informers.Hosts, api.Client.Resource<ElementalHost>(), TimeProvider.System),
        api.Client,
        new GatewayDecisions(),
        new AgentGatewayOptions(),
        new WorkDoor(new DoorLimits { AtWork = 1 }, TimeProvider.System),
        new GatewayMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>()),
        // Nothing is reported in these tests, so there is nothing to tell.
        null!,
        TimeProvider.System,
        NullLogger<HostReportWriter>.Instance);
}
