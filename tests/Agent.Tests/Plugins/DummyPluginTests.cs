using System.Text;
using System.Text.Json;
using ElementalProvider.Agent.Plugins;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Plugins;

public sealed class DummyPluginTests : IDisposable
{
    private const string CloudConfigBootstrap = "/etc/cloud/cloud.cfg.d/elemental-capi-bootstrap.cfg";
    private const string IgnitionBootstrap = "/usr/local/bin/ignition/data/elemental-capi-bootstrap.conf";

    private readonly TestHost host = new();

    [Fact]
    public async Task The_host_name_goes_to_etc_hostname()
    {
        await (await OpenAsync()).InstallHostnameAsync("m-1", CancellationToken.None);

        Assert.Equal("m-1\n", host.Read("/etc/hostname"));
    }

    [Fact]
    public async Task Cloud_config_is_written_as_cloud_init_reads_it()
    {
        await (await OpenAsync()).InstallCloudConfigAsync(
            Json("""{"users":[{"name":"root","passwd":"yes"}],"runcmd":["echo a: b"],"count":3,"on":true,"none":null,"multi":"a\nb\n"}"""),
            CancellationToken.None);

        Assert.Equal(
            "#cloud-config\nusers:\n- name: root\n  passwd: \"yes\"\nruncmd:\n- \"echo a: b\"\ncount: 3\n\"on\": true\nnone: null\nmulti: |\n  a\n  b\n",
            host.Read("/etc/elemental/cloud-config.yaml"));
    }

    [Fact]
    public async Task An_installation_is_install_yaml_and_from_then_on_a_fact()
    {
        IOsPlugin plugin = await OpenAsync();
        Assert.False((await plugin.GetFactsAsync(CancellationToken.None)).Installed);

        await plugin.InstallAsync(Json("""{"device":"/dev/sda"}"""), CancellationToken.None);

        Assert.Equal("device: /dev/sda\n", host.Read(TestHost.InWorkDirectory("install.yaml")));
        Assert.True((await plugin.GetFactsAsync(CancellationToken.None)).Installed);
    }

    [Theory]
    [InlineData("cloud-config", CloudConfigBootstrap)]
    [InlineData("ignition", IgnitionBootstrap)]
    public async Task Bootstrap_data_goes_where_its_reader_looks_and_waits_for_the_next_boot(string format, string path)
    {
        IOsPlugin plugin = await OpenAsync();
        byte[] data = Encoding.UTF8.GetBytes("#!secret\0ÿ");

        await plugin.BootstrapAsync(format, data, CancellationToken.None);

        Assert.Equal(data, await File.ReadAllBytesAsync(host.Root.Resolve(path)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, host.Mode(path));
        Assert.Equal(BootstrapEvidence.RebootRequired, (await plugin.GetFactsAsync(CancellationToken.None)).Bootstrap);
        host.Reboot();
        Assert.Equal(BootstrapEvidence.Applied, (await (await OpenAsync()).GetFactsAsync(CancellationToken.None)).Bootstrap);
    }

    [Fact]
    public async Task Bootstrap_data_is_never_replaced()
    {
        IOsPlugin plugin = await OpenAsync();
        await plugin.BootstrapAsync("cloud-config", "first"u8.ToArray(), CancellationToken.None);

        OsPluginException refusal = await Assert.ThrowsAsync<OsPluginException>(
            () => plugin.BootstrapAsync("cloud-config", "second-secret"u8.ToArray(), CancellationToken.None));

        Assert.Contains(CloudConfigBootstrap, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("first", host.Read(CloudConfigBootstrap));
    }

    [Fact]
    public async Task An_unknown_bootstrap_format_is_refused()
    {
        OsPluginException refusal = await Assert.ThrowsAsync<OsPluginException>(
            async () => await (await OpenAsync()).BootstrapAsync("powershell", default, CancellationToken.None));

        Assert.Equal("The bootstrap format \"powershell\" is not known; use cloud-config or ignition.", refusal.Message);
    }

    [Fact]
    public async Task A_reset_needs_recovery_to_take_the_request_away()
    {
        IOsPlugin plugin = await OpenAsync();
        await plugin.InstallAsync(Json("{}"), CancellationToken.None);
        await plugin.BootstrapAsync("cloud-config", "x"u8.ToArray(), CancellationToken.None);
        await plugin.TriggerResetAsync(CancellationToken.None);

        OsPluginException refusal = await Assert.ThrowsAsync<OsPluginException>(() => plugin.ResetAsync(Json("{}"), CancellationToken.None));
        Assert.Contains("needs.reset is still there", refusal.Message, StringComparison.Ordinal);
        Assert.True(host.Exists(CloudConfigBootstrap));

        host.Delete(TestHost.InWorkDirectory("needs.reset"));
        IReadOnlyList<string> wiped = await plugin.ResetAsync(Json("""{"resetOem":true}"""), CancellationToken.None);

        Assert.Equal("resetOem: true\n", host.Read(TestHost.InWorkDirectory("reset.yaml")));
        Assert.Contains(CloudConfigBootstrap, wiped);
        Assert.All(wiped, path => Assert.False(host.Exists(path)));
        Assert.DoesNotContain(IgnitionBootstrap, wiped);
        Assert.Equal([TestHost.InWorkDirectory("needs.reset")], await plugin.ResetAsync(Json("{}"), CancellationToken.None));
        OsFacts facts = await plugin.GetFactsAsync(CancellationToken.None);
        Assert.False(facts.Installed);
        Assert.Equal(BootstrapEvidence.None, facts.Bootstrap);
    }

    [Fact]
    public async Task Power_of_a_folder_is_a_request_in_a_file()
    {
        IOsPlugin plugin = await OpenAsync();

        await plugin.RebootAsync(CancellationToken.None);
        Assert.Equal("reboot", host.PowerRequest);
        await plugin.PowerOffAsync(CancellationToken.None);
        Assert.Equal("poweroff", host.PowerRequest);
    }

    [Theory]
    [InlineData("dummy")]
    [InlineData("/usr/lib/elemental/plugins/dummy.so")]
    public void A_plugin_is_chosen_by_name_or_by_the_older_agents_path(string osPlugin) => Assert.NotNull(OsPluginRegistry.Create(osPlugin));

    [Fact]
    public void An_unknown_plugin_is_answered_with_the_known_ones() => Assert.Equal(
        $"agent.osPlugin \"/plugins/nix.so\" names no OS plugin of this agent; the known ones are: {string.Join(", ", OsPluginRegistry.Names)}.",
        Assert.Throws<OsPluginException>(() => OsPluginRegistry.Create("/plugins/nix.so")).Message);

    public void Dispose() => host.Dispose();

    private async Task<IOsPlugin> OpenAsync()
    {
        IOsPlugin plugin = OsPluginRegistry.Create("dummy");
        PowerControl power = new(host.Root, new ProcessRunner());
        await plugin.InitializeAsync(
            new PluginContext { Root = host.Root, WorkDirectory = TestHost.WorkDirectory, Power = power }, CancellationToken.None);
        return plugin;
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
