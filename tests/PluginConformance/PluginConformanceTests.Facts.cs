using ElementalProvider.Agent.Contract;

namespace ElementalProvider.PluginConformance;

// What it says of itself and of its host.
public abstract partial class PluginConformanceTests
{
    [Fact]
    public async Task It_says_who_it_is_which_contract_it_speaks_and_what_it_can()
    {
        PluginDescription description = await world.Open(clock).InitializeAsync(world.Initialize, new PluginCall());

        Assert.NotEqual("", description.Name);
        Assert.Null(ContractVersion.Refuse(description.Name, description.ContractVersion));
        Assert.Equal(description.Capabilities.Distinct().Count(), description.Capabilities.Count);
        Assert.Contains(PluginCapability.Upgrade, description.Capabilities);
    }

    [Fact]
    public async Task Facts_are_the_same_until_something_happens_and_asking_changes_nothing()
    {
        IOsPlugin plugin = await InstalledAsync(world);
        string before = world.Snapshot;

        string first = await FactsAsync(plugin);
        string second = await FactsAsync(plugin);
        string third = await FactsAsync(await OpenAsync(world));

        Assert.Equal(first, second);
        Assert.Equal(first, third);
        Assert.Equal(before, world.Snapshot);
        OsFacts facts = await plugin.GetFactsAsync(new PluginCall());
        Assert.Equal((true, "v1", BootstrapEvidence.None, world.BootId), (facts.Installed, facts.Version, facts.Bootstrap, facts.BootId));
        world.Reboot();
        Assert.NotEqual(facts.BootId, (await (await OpenAsync(world)).GetFactsAsync(new PluginCall())).BootId);
    }

    [Fact]
    public async Task A_host_without_an_installation_says_so()
    {
        OsFacts facts = await (await OpenAsync(world)).GetFactsAsync(new PluginCall());

        Assert.False(facts.Installed);
        Assert.Null(facts.RollbackVersion);
    }

    [Fact]
    public async Task The_host_name_is_told_as_it_was_set()
    {
        IOsPlugin plugin = await InstalledAsync(world);

        await plugin.InstallHostnameAsync(new HostnameRequest("m-1"), new PluginCall());

        Assert.Equal("m-1", (await plugin.GetHostnameAsync(new PluginCall())).Hostname);
    }
}
