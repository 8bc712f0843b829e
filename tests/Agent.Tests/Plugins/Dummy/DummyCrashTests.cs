using ElementalProvider.Agent.Plugins;
using ElementalProvider.Agent.Plugins.Dummy;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Plugins.Dummy;

/// <summary>Every verb is killed before its first change to the disk, before its second one, and so on until it gets through.</summary>
public class DummyCrashTests
{
    private const string V2 = """{"osVersion":"v2"}""";
    private const string V3 = """{"osVersion":"v3"}""";
    private const string Failing = """{"osVersion":"v3","simulate":{"failWith":"No.","failTimes":1}}""";

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task An_update_that_is_killed_anywhere_leaves_a_machine_that_boots_and_is_done_again(bool fellBack, bool rebootAfterKill)
    {
        int kills = await KillEverywhereAsync(
            async () =>
            {
                DummyHost host = await DummyHost.InstallAsync();
                await host.ReconcileAsync(V2);
                if (fellBack)
                    host.FallBack();
                else
                    host.Reboot();
                return host;
            },
            plugin => plugin.ReconcileOsVersionAsync(DummyHost.Json(V3), CancellationToken.None),
            async host =>
            {
                Assert.Equal(fellBack ? "v1" : "v2", (await host.FactsAsync()).Reported["os-version"]);
                Assert.NotEqual("incomplete", host.State(host.Active));
                if (rebootAfterKill)
                    host.Reboot();

                OsVersionOutcome outcome = await host.ReconcileAsync(V3);
                if (outcome == OsVersionOutcome.RebootRequired)
                    host.Reboot();
                Assert.Equal(OsVersionOutcome.Running, await host.ReconcileAsync(V3));
                Assert.Equal("v3", (await host.FactsAsync()).Reported["os-version"]);
            });

        Assert.True(kills >= 3, $"Killed {kills} times only.");
    }

    [Fact]
    public async Task A_failure_that_is_killed_anywhere_still_ends_well_when_it_has_failed_often_enough()
    {
        await KillEverywhereAsync(
            () => DummyHost.InstallAsync(),
            async plugin =>
            {
                // The first try fails, by words or by kill; the second one gets through unless it is killed.
                await Assert.ThrowsAsync<OsPluginException>(() => plugin.ReconcileOsVersionAsync(DummyHost.Json(Failing), CancellationToken.None));
                await plugin.ReconcileOsVersionAsync(DummyHost.Json(Failing), CancellationToken.None);
            },
            async host =>
            {
                IOsPlugin plugin = await host.OpenAsync();
                Exception? failure = await Record.ExceptionAsync(() => plugin.ReconcileOsVersionAsync(DummyHost.Json(Failing), CancellationToken.None));
                Assert.True(failure is null or OsPluginException, failure?.Message);
                Assert.Equal(OsVersionOutcome.RebootRequired, await host.ReconcileAsync(Failing));
            });
    }

    [Fact]
    public async Task An_installation_that_is_killed_anywhere_is_no_installation_yet_and_is_done_again()
    {
        await KillEverywhereAsync(
            () => Task.FromResult(new DummyHost()),
            plugin => plugin.InstallAsync(DummyHost.Json("""{"osVersion":"v1"}"""), CancellationToken.None),
            async host =>
            {
                Assert.False((await host.FactsAsync()).Installed);
                await (await host.OpenAsync()).InstallAsync(DummyHost.Json("""{"osVersion":"v1"}"""), CancellationToken.None);
                OsFacts facts = await host.FactsAsync();
                Assert.True(facts.Installed);
                Assert.Equal("active=v1 passive=v1 recovery=v1", facts.Reported["slots"]);
            });
    }

    [Fact]
    public async Task A_reset_that_is_killed_anywhere_is_done_again_and_leaves_nothing()
    {
        await KillEverywhereAsync(
            async () =>
            {
                DummyHost host = await DummyHost.InstallAsync();
                await (await host.OpenAsync()).BootstrapAsync("cloud-config", "x"u8.ToArray(), CancellationToken.None);
                await host.ReconcileAsync(V2);
                await (await host.OpenAsync()).TriggerResetAsync(CancellationToken.None);
                host.BootRecovery();
                return host;
            },
            plugin => plugin.ResetAsync(DummyHost.Json("{}"), CancellationToken.None),
            async host =>
            {
                IReadOnlyList<string> gone = await (await host.OpenAsync()).ResetAsync(DummyHost.Json("{}"), CancellationToken.None);

                Assert.All(gone, path => Assert.False(host.Disk.Exists(path)));
                Assert.Contains(TestHost.InWorkDirectory("needs.reset"), gone);
                host.Reboot();
                OsFacts facts = await host.FactsAsync();
                Assert.Equal("active=v1 passive=v1 recovery=v1", facts.Reported["slots"]);
                Assert.False(facts.Installed);
                Assert.Equal(BootstrapEvidence.None, facts.Bootstrap);
            });
    }

    [Fact]
    public async Task A_note_of_a_failed_boot_that_is_killed_is_made_by_the_next_agent()
    {
        using DummyHost host = await DummyHost.InstallAsync();
        await host.ReconcileAsync(V2);
        host.FallBack();

        await Assert.ThrowsAsync<KilledException>(() => host.OpenAsync(root => new DyingFiles(new HostFiles(root), 0)));

        await host.OpenAsync();
        Assert.Equal("failed", host.State("b"));
    }

    // Tells how many times the verb was killed before it got through.
    private static async Task<int> KillEverywhereAsync(Func<Task<DummyHost>> prepare, Func<IOsPlugin, Task> verb, Func<DummyHost, Task> verify)
    {
        for (int kills = 0; ; kills++)
        {
            using DummyHost host = await prepare();
            await host.OpenAsync();
            DyingFiles files = new(new HostFiles(host.Disk.Root), kills);
            IOsPlugin plugin = await host.OpenAsync(_ => files);
            Exception? end = await Record.ExceptionAsync(() => verb(plugin));
            if (end is null)
                return kills;

            Assert.True(end is KilledException or Xunit.Sdk.ThrowsException, end.ToString());
            await verify(host);
        }
    }
}
