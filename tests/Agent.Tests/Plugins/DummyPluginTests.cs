using System.Text;
using System.Text.Json;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Plugins;
using ElementalProvider.Agent.Plugins.Host;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Plugins;

public sealed class DummyPluginTests : IDisposable
{
    private const string CloudConfigBootstrap = "/etc/cloud/cloud.cfg.d/elemental-capi-bootstrap.cfg";
    private const string IgnitionBootstrap = "/usr/local/bin/ignition/data/elemental-capi-bootstrap.conf";

    private static readonly PluginServices Services = new() { Processes = new ProcessRunner(TimeProvider.System) };

    private readonly TestHost host = new();

    [Fact]
    public async Task The_host_name_goes_to_etc_hostname()
    {
        await (await OpenAsync()).InstallHostnameAsync(new HostnameRequest("m-1"), new PluginCall());

        Assert.Equal("m-1\n", host.Read("/etc/hostname"));
    }

    [Fact]
    public async Task Cloud_config_is_written_as_cloud_init_reads_it()
    {
        await (await OpenAsync()).InstallCloudConfigAsync(
            new CloudConfigRequest(Json("""{"users":[{"name":"root","passwd":"yes"}],"runcmd":["echo a: b"],"count":3,"on":true,"none":null,"multi":"a\nb\n"}""")),
            new PluginCall());

        Assert.Equal(
            "#cloud-config\nusers:\n- name: root\n  passwd: \"yes\"\nruncmd:\n- \"echo a: b\"\ncount: 3\n\"on\": true\nnone: null\nmulti: |\n  a\n  b\n",
            host.Read("/etc/elemental/cloud-config.yaml"));
    }

    [Fact]
    public async Task An_installation_is_install_yaml_and_from_then_on_a_fact()
    {
        IOsPlugin plugin = await OpenAsync();
        Assert.False((await plugin.GetFactsAsync(new PluginCall())).Installed);

        await plugin.InstallAsync(new InstallRequest(Json("""{"device":"/dev/sda"}""")), new PluginCall());

        Assert.Equal("device: /dev/sda\n", host.Read(TestHost.InWorkDirectory("install.yaml")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, host.Mode(TestHost.InWorkDirectory("install.yaml")));
        Assert.True((await plugin.GetFactsAsync(new PluginCall())).Installed);
    }

    [Theory]
    [InlineData("cloud-config", CloudConfigBootstrap)]
    [InlineData("ignition", IgnitionBootstrap)]
    public async Task Bootstrap_data_goes_where_its_reader_looks_and_waits_for_the_next_boot(string format, string path)
    {
        IOsPlugin plugin = await OpenAsync();
        byte[] data = Encoding.UTF8.GetBytes("#!secret\0ÿ");

        await plugin.BootstrapAsync(new BootstrapRequest(format, data), new PluginCall());

        Assert.Equal(data, await File.ReadAllBytesAsync(host.Root.Resolve(path)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, host.Mode(path));
        Assert.Equal(BootstrapEvidence.RebootRequired, (await plugin.GetFactsAsync(new PluginCall())).Bootstrap);
        host.Reboot();
        Assert.Equal(BootstrapEvidence.Applied, (await (await OpenAsync()).GetFactsAsync(new PluginCall())).Bootstrap);
    }

    [Fact]
    public async Task Bootstrap_data_is_never_replaced()
    {
        IOsPlugin plugin = await OpenAsync();
        await plugin.BootstrapAsync(new BootstrapRequest("cloud-config", "first"u8.ToArray()), new PluginCall());

        PluginException refusal = await Assert.ThrowsAsync<PluginException>(
            () => plugin.BootstrapAsync(new BootstrapRequest("cloud-config", "second-secret"u8.ToArray()), new PluginCall()));

        Assert.Contains(CloudConfigBootstrap, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("first", host.Read(CloudConfigBootstrap));
    }

    [Fact]
    public async Task An_unknown_bootstrap_format_is_refused()
    {
        PluginException refusal = await Assert.ThrowsAsync<PluginException>(
            async () => await (await OpenAsync()).BootstrapAsync(new BootstrapRequest("powershell", default), new PluginCall()));

        Assert.Equal("The bootstrap format \"powershell\" is not known; use cloud-config or ignition.", refusal.Message);
    }

    [Fact]
    public async Task A_reset_needs_recovery_to_take_the_request_away()
    {
        IOsPlugin plugin = await OpenAsync();
        await plugin.InstallAsync(new InstallRequest(Json("{}")), new PluginCall());
        await plugin.BootstrapAsync(new BootstrapRequest("cloud-config", "x"u8.ToArray()), new PluginCall());
        await plugin.TriggerResetAsync(new PluginCall());

        PluginException refusal = await Assert.ThrowsAsync<PluginException>(() => plugin.ResetAsync(new ResetRequest(Json("{}")), new PluginCall()));
        Assert.Contains("needs.reset is still there", refusal.Message, StringComparison.Ordinal);
        Assert.True(host.Exists(CloudConfigBootstrap));

        host.Delete(TestHost.InWorkDirectory("needs.reset"));
        IReadOnlyList<string> wiped = (await plugin.ResetAsync(new ResetRequest(Json("""{"resetOem":true}""")), new PluginCall())).RemovedPaths;

        Assert.Equal("resetOem: true\n", host.Read(TestHost.InWorkDirectory("reset.yaml")));
        Assert.Contains(CloudConfigBootstrap, wiped);
        Assert.All(wiped, path => Assert.False(host.Exists(path)));
        Assert.DoesNotContain(IgnitionBootstrap, wiped);
        Assert.Equal([TestHost.InWorkDirectory("needs.reset")], (await plugin.ResetAsync(new ResetRequest(Json("{}")), new PluginCall())).RemovedPaths);
        OsFacts facts = await plugin.GetFactsAsync(new PluginCall());
        Assert.False(facts.Installed);
        Assert.Equal(BootstrapEvidence.None, facts.Bootstrap);
    }

    [Fact]
    public async Task A_file_is_written_with_its_mode_and_an_owner_is_not_supported()
    {
        IOsPlugin plugin = await OpenAsync();
        FileRequest file = new("/etc/motd", "hello"u8.ToArray(), 0x1A4);

        await plugin.InstallFileAsync(file, new PluginCall());
        VerbResult refusal = await plugin.InstallFileAsync(file with { UserId = 0, Path = "/etc/owned" }, new PluginCall());

        Assert.Equal("hello", host.Read("/etc/motd"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, host.Mode("/etc/motd"));
        Assert.Equal("The dummy OS knows no owners of files: /etc/owned is not written.", refusal.Message);
        Assert.False(refusal.IsSupported);
        Assert.False(host.Exists("/etc/owned"));
    }

    [Theory]
    [InlineData("dummy")]
    [InlineData("/usr/lib/elemental/plugins/dummy.so")]
    public void A_plugin_is_chosen_by_name_or_by_the_older_agents_path(string osPlugin) => Assert.NotNull(OsPluginRegistry.Create(osPlugin, Services));

    [Fact]
    public void An_unknown_plugin_is_answered_with_the_known_ones() => Assert.Equal(
        $"agent.osPlugin \"/plugins/nix.so\" names no OS plugin of this agent; the known ones are: {string.Join(", ", OsPluginRegistry.Names)}.",
        Assert.Throws<PluginException>(() => OsPluginRegistry.Create("/plugins/nix.so", Services)).Message);

    public void Dispose() => host.Dispose();

    private async Task<IOsPlugin> OpenAsync()
    {
        IOsPlugin plugin = OsPluginRegistry.Create("dummy", Services);
        await plugin.InitializeAsync(new InitializeRequest { Root = host.Root.Directory, WorkDirectory = TestHost.WorkDirectory }, new PluginCall());
        return plugin;
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
