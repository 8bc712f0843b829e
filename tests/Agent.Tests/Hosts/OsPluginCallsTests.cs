using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Hosts;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Hosts;

public class OsPluginCallsTests
{
    private static readonly OperationRequest Request = new() { Id = "op", Type = "Upgrade", Wanted = "v2" };

    private readonly ManualClock clock = new();
    private readonly StubPlugin plugin = new();

    [Fact]
    public async Task A_verb_past_its_deadline_is_stopped_told_in_a_sentence_and_may_be_tried_again()
    {
        plugin.OnPrepare = call => Task.Delay(Timeout.InfiniteTimeSpan, call.CancellationToken);
        Task prepare = Calls().PrepareAsync(Request, CancellationToken.None);
        await clock.WaitForTimerAsync(TimeSpan.FromHours(2));

        clock.Advance(TimeSpan.FromHours(2));

        PluginException failure = await Assert.ThrowsAsync<PluginException>(() => prepare.WaitAsync(TestGateway.Patience));
        Assert.Equal("The OS plugin did not prepare the operation within 120 min and was stopped; it is asked again after a pause.", failure.Message);
        Assert.True(failure.CanRetry);
    }

    [Fact]
    public async Task A_verb_knows_its_deadline_and_whom_to_tell_how_far_it_is()
    {
        PluginCall? seen = null;
        plugin.OnPrepare = call =>
        {
            seen = call;
            return Task.CompletedTask;
        };
        Progress<PluginProgress> progress = new();

        OsPluginCalls calls = Calls();
        calls.Progress = progress;
        await calls.PrepareAsync(Request, CancellationToken.None);

        Assert.Equal(clock.GetUtcNow().AddHours(2), seen!.Deadline);
        Assert.Same(progress, seen.Progress);
        Assert.False(clock.HasTimers);
    }

    [Fact]
    public async Task A_verb_that_is_cut_short_is_no_late_one()
    {
        using CancellationTokenSource reset = new();
        plugin.OnPrepare = call => Task.Delay(Timeout.InfiniteTimeSpan, call.CancellationToken);
        Task prepare = Calls().PrepareAsync(Request, reset.Token);

        await reset.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => prepare.WaitAsync(TestGateway.Patience));
    }

    [Theory]
    [InlineData("The OS has no such thing.", "The OS has no such thing.")]
    [InlineData("", "The OS plugin cannot prepare the operation: it does not support that.")]
    public async Task What_is_not_supported_is_a_failure_that_does_not_pass(string words, string message)
    {
        plugin.Prepared = new VerbResult { IsSupported = false, Message = words };

        PluginException failure = await Assert.ThrowsAsync<PluginException>(() => Calls().PrepareAsync(Request, CancellationToken.None));

        Assert.Equal(message, failure.Message);
        Assert.False(failure.CanRetry);
    }

    [Fact]
    public async Task A_plugin_that_cannot_prepare_is_not_asked_to()
    {
        plugin.Description = plugin.Description with { Capabilities = [PluginCapability.Upgrade] };
        plugin.OnPrepare = _ => throw new InvalidOperationException("It was asked.");
        OsPluginCalls calls = Calls();
        await calls.InitializeAsync(new InitializeRequest { Root = "/", WorkDirectory = "/w" }, CancellationToken.None);

        await calls.PrepareAsync(Request, CancellationToken.None);
    }

    [Fact]
    public async Task A_plugin_of_another_contract_is_refused()
    {
        plugin.Description = plugin.Description with { ContractVersion = ContractVersion.Current + 1 };

        PluginException refusal = await Assert.ThrowsAsync<PluginException>(
            () => Calls().InitializeAsync(new InitializeRequest { Root = "/", WorkDirectory = "/w" }, CancellationToken.None));

        Assert.Equal("The OS plugin \"stub\" speaks version 2 of the plugin contract, and this agent version 1: update the agent.", refusal.Message);
    }

    private OsPluginCalls Calls() => new(plugin, new VerbDeadlines(), clock);
}
