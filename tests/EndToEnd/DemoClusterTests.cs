namespace ElementalProvider.EndToEnd;

[Collection(nameof(WholeMachine))]
public class DemoClusterTests
{
    [Fact]
    public async Task A_cluster_that_is_told_to_end_leaves_no_process_behind()
    {
        DemoCluster cluster = new();
        await cluster.InitializeAsync();
        IReadOnlyList<string> before = cluster.Processes();

        await cluster.DisposeAsync();

        Assert.Contains(before, line => line.Contains("elemental-manager", StringComparison.Ordinal));
        Assert.Empty(cluster.Processes());
    }
}
