using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Plugins.Dummy;

public class DummySimulationTests
{
    [Fact]
    public async Task A_slow_version_is_incomplete_until_its_time_is_over()
    {
        ManualClock clock = new();
        using DummyHost host = await DummyHost.InstallAsync(clock);

        Task<OsVersionOutcome> reconcile = host.ReconcileAsync("""{"osVersion":"v2","simulate":{"applySeconds":30}}""");
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("active=v1 passive=v2(incomplete) recovery=v1", (await host.FactsAsync()).Reported["slots"]);
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(OsVersionOutcome.RebootRequired, await reconcile.WaitAsync(TestGateway.Patience));
        Assert.Equal("active=v2 passive=v1 recovery=v1", (await host.FactsAsync()).Reported["slots"]);
    }

    [Fact]
    public async Task A_slow_version_ends_at_once_when_it_is_cancelled_and_is_written_again_later()
    {
        ManualClock clock = new();
        using DummyHost host = await DummyHost.InstallAsync(clock);
        using CancellationTokenSource resetArrives = new();
        const string version = """{"osVersion":"v2","simulate":{"applySeconds":30}}""";
        Task<OsVersionOutcome> reconcile = host.ReconcileAsync(version, resetArrives.Token);
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(30));

        await resetArrives.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reconcile.WaitAsync(TestGateway.Patience));
        Assert.Equal("a", host.Active);
        Assert.Equal("incomplete", host.State("b"));
        Task<OsVersionOutcome> again = host.ReconcileAsync(version);
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(30));
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(OsVersionOutcome.RebootRequired, await again.WaitAsync(TestGateway.Patience));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(""","canRetry":true""", true)]
    [InlineData(""","canRetry":false""", false)]
    public async Task A_failure_has_the_words_that_were_asked_for(string canRetryField, bool canRetry)
    {
        using DummyHost host = await DummyHost.InstallAsync();

        PluginException failure = await host.FailAsync($$$"""{"osVersion":"v2","simulate":{"failWith":"The registry does not answer."{{{canRetryField}}}}}""");

        Assert.Equal("The registry does not answer.", failure.Message);
        Assert.Equal(canRetry, failure.CanRetry);
        Assert.Equal("a", host.Active);
    }

    [Fact]
    public async Task Failures_are_counted_on_the_host_and_start_over_with_another_version()
    {
        using DummyHost host = await DummyHost.InstallAsync();
        const string v2 = """{"osVersion":"v2","simulate":{"failWith":"No.","failTimes":2}}""";
        const string v3 = """{"osVersion":"v3","simulate":{"failWith":"No.","failTimes":2}}""";

        await host.FailAsync(v2);
        await host.FailAsync(v3);
        await host.FailAsync(v3);
        Assert.Equal(OsVersionOutcome.RebootRequired, await host.ReconcileAsync(v3));
        await host.FailAsync(v2);
    }

    [Fact]
    public async Task A_failure_without_a_count_never_ends()
    {
        using DummyHost host = await DummyHost.InstallAsync();

        for (int i = 0; i < 5; i++)
            await host.FailAsync("""{"osVersion":"v2","simulate":{"failWith":"No."}}""");
    }

    [Fact]
    public async Task An_image_that_never_boots_says_so_to_the_boot_loader()
    {
        using DummyHost host = await DummyHost.InstallAsync();

        await host.ReconcileAsync("""{"osVersion":"v2","simulate":{"bootFails":true}}""");

        Assert.True(DummyHost.Json(host.Slot("b")!).GetProperty("bootFails").GetBoolean());
    }

    [Theory]
    [InlineData("7", "osVersionManagement.simulate must be an object.")]
    [InlineData("""{"applySeconds":"two"}""", "osVersionManagement.simulate.applySeconds must be a number from 0 to 86400.")]
    [InlineData("""{"applySeconds":-1}""", "osVersionManagement.simulate.applySeconds must be a number from 0 to 86400.")]
    [InlineData("""{"applySeconds":1e9}""", "osVersionManagement.simulate.applySeconds must be a number from 0 to 86400.")]
    [InlineData("""{"failWith":7}""", "osVersionManagement.simulate.failWith must be a text that is not empty.")]
    [InlineData("""{"failWith":" "}""", "osVersionManagement.simulate.failWith must be a text that is not empty.")]
    [InlineData("""{"failWith":"x","canRetry":"no"}""", "osVersionManagement.simulate.canRetry must be true or false.")]
    [InlineData("""{"failWith":"x","failTimes":1.5}""", "osVersionManagement.simulate.failTimes must be a whole number that is not negative.")]
    [InlineData("""{"failWith":"x","failTimes":-1}""", "osVersionManagement.simulate.failTimes must be a whole number that is not negative.")]
    [InlineData("""{"failTimes":1}""", "osVersionManagement.simulate.failWith must say the words to fail with where failTimes or canRetry is set.")]
    [InlineData("""{"canRetry":false}""", "osVersionManagement.simulate.failWith must say the words to fail with where failTimes or canRetry is set.")]
    [InlineData("""{"bootFails":1}""", "osVersionManagement.simulate.bootFails must be true or false.")]
    [InlineData("""{"bootsFail":true}""", "osVersionManagement.simulate.bootsFail is not known; the known fields are applySeconds, failWith, canRetry, failTimes, bootFails.")]
    public async Task A_wrong_field_is_named_and_nothing_is_staged(string simulate, string message)
    {
        using DummyHost host = await DummyHost.InstallAsync();

        PluginException refusal = await host.FailAsync($$"""{"osVersion":"v2","simulate":{{simulate}}}""");

        Assert.Equal(message, refusal.Message);
        Assert.False(refusal.CanRetry);
        Assert.Equal("active=v1 passive=v1 recovery=v1", (await host.FactsAsync()).Reported["slots"]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"applySeconds":null,"failWith":null,"canRetry":null,"failTimes":null,"bootFails":null}""")]
    [InlineData("""{"failWith":"x","failTimes":0}""")]
    public async Task Nothing_is_asked_for_by_fields_that_are_null_or_missing(string simulate)
    {
        using DummyHost host = await DummyHost.InstallAsync();

        Assert.Equal(OsVersionOutcome.RebootRequired, await host.ReconcileAsync($$"""{"osVersion":"v2","simulate":{{simulate}}}"""));
    }

    [Fact]
    public async Task A_reset_fails_as_often_as_asked_for_and_wipes_nothing_until_then()
    {
        using DummyHost host = await DummyHost.InstallAsync();
        host.BootRecovery();
        IOsPlugin plugin = await host.OpenAsync();
        async Task<IReadOnlyList<string>> ResetAsync() => (await plugin.ResetAsync(
            new ResetRequest(DummyHost.Json("""{"simulate":{"failWith":"The disk is busy.","failTimes":2}}""")), new PluginCall())).RemovedPaths;

        for (int i = 0; i < 2; i++)
        {
            Assert.Equal("The disk is busy.", (await Assert.ThrowsAsync<PluginException>(ResetAsync)).Message);
            Assert.True((await host.FactsAsync()).Installed);
        }

        Assert.Contains(TestHost.InWorkDirectory("install.yaml"), await ResetAsync());
        Assert.False((await host.FactsAsync()).Installed);
        await Assert.ThrowsAsync<PluginException>(ResetAsync);
    }

    [Fact]
    public async Task A_wrong_field_of_a_reset_is_named()
    {
        using DummyHost host = await DummyHost.InstallAsync();
        host.BootRecovery();
        IOsPlugin plugin = await host.OpenAsync();

        PluginException refusal = await Assert.ThrowsAsync<PluginException>(
            () => plugin.ResetAsync(new ResetRequest(DummyHost.Json("""{"simulate":{"bootFails":true}}""")), new PluginCall()));

        Assert.Equal("reset.simulate.bootFails is not known; the known fields are applySeconds, failWith, failTimes.", refusal.Message);
    }
}
