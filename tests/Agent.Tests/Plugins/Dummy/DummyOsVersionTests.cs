using System.Security.Cryptography;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Plugins.Dummy;

public class DummyOsVersionTests
{
    private const string V2 = """{"osVersion":"v2"}""";
    private const string V3 = """{"osVersion":"v3"}""";

    [Fact]
    public async Task A_fresh_installation_runs_one_version_in_every_slot()
    {
        using DummyHost host = await DummyHost.InstallAsync();

        OsFacts facts = await host.FactsAsync();

        Assert.True(facts.Installed);
        Assert.Equal(BootState.Active, facts.BootState);
        Assert.Equal("v1", facts.Version);
        Assert.Equal("active=v1 passive=v1 recovery=v1", facts.Reported["slots"]);
    }

    [Fact]
    public async Task A_host_without_an_installation_reports_no_slots()
    {
        using DummyHost host = new();

        OsFacts facts = await host.FactsAsync();

        Assert.Equal(BootState.Unknown, facts.BootState);
        Assert.Equal(["os-plugin"], facts.Reported.Keys);
    }

    [Fact]
    public async Task A_version_is_staged_into_the_passive_slot_and_runs_from_the_next_boot_on()
    {
        using DummyHost host = await DummyHost.InstallAsync();

        Assert.Equal(OsVersionOutcome.RebootRequired, await host.ReconcileAsync(V2));
        Assert.Equal(OsVersionOutcome.RebootRequired, await host.ReconcileAsync(V2));
        OsFacts before = await host.FactsAsync();
        host.Reboot();
        OsFacts after = await host.FactsAsync();

        Assert.Equal(OsVersionOutcome.Running, await host.ReconcileAsync(V2));
        Assert.Equal("v1", before.Version);
        Assert.Equal("active=v2 passive=v1 recovery=v1", before.Reported["slots"]);
        Assert.Equal("v2", after.Version);
        Assert.Equal("active=v2 passive=v1 recovery=v1", after.Reported["slots"]);
        Assert.Equal(BootState.Active, after.BootState);
    }

    [Fact]
    public async Task The_older_agents_file_shows_what_was_last_asked_for_while_the_fact_shows_what_runs()
    {
        using DummyHost host = await DummyHost.InstallAsync();

        await host.ReconcileAsync("""{"osVersion":{"imageUri":"oci://registry/image:v1.2.3","debug":false}}""");

        Assert.Equal(
            "osVersion:\n  imageUri: \"oci://registry/image:v1.2.3\"\n  debug: false\n",
            host.Disk.Read(TestHost.InWorkDirectory("os-version.yaml")));
        Assert.Equal("v1", (await host.FactsAsync()).Version);
    }

    [Fact]
    public async Task An_image_keeps_what_was_asked_for_as_it_was_applied()
    {
        using DummyHost host = await DummyHost.InstallAsync();

        await host.ReconcileAsync("""{"osVersion":"v2","packages":["a"]}""");

        Assert.Equal(
            """{"osVersion":"v2","packages":["a"]}""",
            DummyHost.Json(host.Slot("b")!).GetProperty("osVersionManagement").GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"osVersion":"v2","level":1}""")]
    [InlineData("""{ "level": 1.0, "osVersion": "v2" }""")]
    public async Task A_version_that_an_older_agent_wrote_is_the_one_that_runs_however_its_numbers_are_spelt(string asked)
    {
        using DummyHost host = await DummyHost.InstallAsync();
        await host.ReconcileAsync("""{"osVersion":"v2","level":1.0}""");
        AsAnOlderAgentWroteIt(host);
        host.Reboot();

        Assert.Equal(OsVersionOutcome.Running, await host.ReconcileAsync(asked));
    }

    [Fact]
    public async Task A_version_that_an_older_agent_wrote_and_that_does_not_boot_is_not_tried_again()
    {
        using DummyHost host = await DummyHost.InstallAsync();
        await host.ReconcileAsync("""{"osVersion":"v2","level":1.0}""");
        AsAnOlderAgentWroteIt(host);
        host.FallBack();

        Assert.Equal(OsVersionOutcome.RolledBack, await host.ReconcileAsync("""{"osVersion":"v2","level":1}"""));
    }

    // It did not take 1.0 and 1 for one number.
    private static void AsAnOlderAgentWroteIt(DummyHost host)
    {
        string written = host.Slot("b")!;
        string id = DummyHost.Json(written).GetProperty("id").GetString()!;
        string older = Convert.ToHexStringLower(SHA256.HashData("""{"level":1.0,"osVersion":"v2"}"""u8));
        Assert.NotEqual(id, older);
        host.Disk.Write("/boot/elemental/slot-b.json", written.Replace(id, older, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_newer_version_replaces_one_that_waits_for_its_reboot_and_leaves_what_runs_alone()
    {
        using DummyHost host = await DummyHost.InstallAsync();
        string running = host.Slot("a")!;
        await host.ReconcileAsync(V2);

        Assert.Equal(OsVersionOutcome.RebootRequired, await host.ReconcileAsync(V3));

        Assert.Equal(running, host.Slot("a"));
        host.Reboot();
        Assert.Equal(OsVersionOutcome.Running, await host.ReconcileAsync(V3));
    }

    [Fact]
    public async Task Going_back_to_what_runs_needs_no_reboot_and_takes_the_choice_back()
    {
        using DummyHost host = await DummyHost.InstallAsync();
        await host.ReconcileAsync(V2);
        host.Reboot();
        await host.ReconcileAsync(V3);

        Assert.Equal(OsVersionOutcome.Running, await host.ReconcileAsync(V2));

        host.Reboot();
        Assert.Equal("v2", (await host.FactsAsync()).Version);
    }

    [Fact]
    public async Task Going_back_to_the_version_before_boots_the_image_that_is_there()
    {
        using DummyHost host = await DummyHost.InstallAsync();
        await host.ReconcileAsync(V2);
        host.Reboot();
        await host.ReconcileAsync(V3);
        host.Reboot();
        string kept = host.Slot("b")!;

        Assert.Equal(OsVersionOutcome.RebootRequired, await host.ReconcileAsync(V2));

        Assert.Equal(kept, host.Slot("b"));
        host.Reboot();
        Assert.Equal(OsVersionOutcome.Running, await host.ReconcileAsync(V2));
    }

    [Fact]
    public async Task A_version_that_did_not_boot_is_rolled_back_and_never_asked_for_again()
    {
        using DummyHost host = await DummyHost.InstallAsync();
        await host.ReconcileAsync(V2);
        host.FallBack();
        OsFacts facts = await host.FactsAsync();

        Assert.Equal(BootState.Passive, facts.BootState);
        Assert.Equal("v1", facts.Version);
        Assert.Equal("active=v2(failed) passive=v1 recovery=v1", facts.Reported["slots"]);
        Assert.Equal(OsVersionOutcome.RolledBack, await host.ReconcileAsync(V2));
        host.Reboot();
        Assert.Equal("v1", (await host.FactsAsync()).Version);
        Assert.Equal(OsVersionOutcome.RolledBack, await host.ReconcileAsync(V2));
        Assert.Equal(OsVersionOutcome.RolledBack, await host.ReconcileAsync(V2));
    }

    [Fact]
    public async Task After_a_fallback_another_version_never_overwrites_the_only_image_that_boots()
    {
        using DummyHost host = await DummyHost.InstallAsync();
        await host.ReconcileAsync(V2);
        host.FallBack();
        string known = host.Slot("a")!;

        Assert.Equal(OsVersionOutcome.RebootRequired, await host.ReconcileAsync(V3));

        Assert.Equal(known, host.Slot("a"));
        Assert.Equal("b", host.Active);
        host.Reboot();
        Assert.Equal(OsVersionOutcome.Running, await host.ReconcileAsync(V3));
        Assert.Equal(BootState.Active, (await host.FactsAsync()).BootState);
    }

    [Fact]
    public async Task A_version_that_this_boot_could_not_boot_stays_rolled_back_though_another_one_took_its_slot()
    {
        using DummyHost host = await DummyHost.InstallAsync();
        await host.ReconcileAsync(V2);
        host.FallBack();
        await host.ReconcileAsync(V3);

        Assert.Equal(OsVersionOutcome.RolledBack, await host.ReconcileAsync(V2));
    }

    [Fact]
    public async Task Going_back_to_the_version_the_firmware_fell_back_to_makes_it_the_one_that_boots()
    {
        using DummyHost host = await DummyHost.InstallAsync();
        await host.ReconcileAsync(V2);
        host.Reboot();
        await host.ReconcileAsync(V3);
        host.FallBack();

        Assert.Equal(OsVersionOutcome.Running, await host.ReconcileAsync(V2));

        Assert.Equal("b", host.Active);
        host.Reboot();
        Assert.Equal(BootState.Active, (await host.FactsAsync()).BootState);
    }

    [Fact]
    public async Task The_same_version_with_anything_changed_is_another_version()
    {
        using DummyHost host = await DummyHost.InstallAsync();
        await host.ReconcileAsync(V2);
        host.FallBack();

        Assert.Equal(OsVersionOutcome.RebootRequired, await host.ReconcileAsync("""{"osVersion":"v2","try":2}"""));
        Assert.Equal(OsVersionOutcome.RebootRequired, await host.ReconcileAsync("""{ "try": 2, "osVersion": "v2" }"""));
        host.Reboot();
        Assert.Equal(OsVersionOutcome.Running, await host.ReconcileAsync("""{"try":2,"osVersion":"v2"}"""));
    }

    [Fact]
    public async Task A_slot_that_cannot_be_read_is_written_anew()
    {
        using DummyHost host = await DummyHost.InstallAsync();
        await host.ReconcileAsync(V2);
        host.Disk.Write("/boot/elemental/slot-b.json", "{\"id\":");

        Assert.Equal(OsVersionOutcome.RebootRequired, await host.ReconcileAsync(V2));

        Assert.Equal("complete", host.State("b"));
    }

    [Fact]
    public async Task A_host_that_was_installed_before_there_were_slots_gets_them_with_its_next_version()
    {
        using DummyHost host = new();
        host.Disk.Write(TestHost.InWorkDirectory("install.yaml"), "{}\n");

        Assert.Equal(OsVersionOutcome.RebootRequired, await host.ReconcileAsync(V2));
        Assert.Equal(OsVersionOutcome.RebootRequired, await host.ReconcileAsync(V2));
        host.Reboot();
        Assert.Equal(OsVersionOutcome.Running, await host.ReconcileAsync(V2));
        Assert.Equal("active=v2 passive=none", (await host.FactsAsync()).Reported["slots"]);
    }
}
