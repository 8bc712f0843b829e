using System.Collections.Concurrent;
using ElementalProvider.Agent.Cli;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Tests.Fixtures;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ElementalProvider.Agent.Tests.EndToEnd;

/// <summary>OS versions that fail, come back, overtake each other, or are overtaken by a reset.</summary>
public sealed class OsVersionTests : IAsyncLifetime, IDisposable
{
    private readonly TestMachine machine = new();
    private CancellationTokenSource powerOff = new();
    private readonly ConcurrentQueue<string> asked = new();
    private TestGateway gateway = null!;
    private Task<int> life = null!;

    public async Task InitializeAsync()
    {
        gateway = await TestGateway.StartAsync();
        machine.Disk.Write(TestHost.ConfigPath, gateway.HostConfig());
        life = machine.LiveAsync(powerOff.Token);
        await gateway.WaitForReportAsync(report => report is { Installed: true, Phase: HostPhase.Running });
    }

    [Fact]
    public async Task The_newest_version_wins_without_a_reboot_for_the_one_before()
    {
        TaskCompletionSource isAtWork = NewSignal();
        TaskCompletionSource mayEnd = NewSignal();
        OnVersion(async (version, token) =>
        {
            isAtWork.TrySetResult();
            if (version == "v2")
                await mayEnd.Task.WaitAsync(token);

            return null;
        });

        Want(2, "v2");
        await isAtWork.Task.WaitAsync(TestGateway.Patience);
        Want(3, "v3");
        await gateway.WaitForReportAsync(report => Condition(report).Reason == Reasons.WaitingForOSReconcile);
        mayEnd.SetResult();

        await gateway.WaitForReportAsync(report => report is { OsVersionHash: "v3", Phase: HostPhase.Running });
        Assert.Equal(["v2", "v3"], asked);
        Assert.Equal(["osversion-v2"], machine.Os.Aborted);
        Assert.Equal(2, machine.Boots);
        await StopAsync();
    }

    [Fact]
    public async Task A_version_that_was_rolled_back_stays_burnt_over_restarts_and_reboots_until_another_is_wanted()
    {
        OnVersion((version, _) => Task.FromResult<PreflightVerdict?>(version == "v2" ? PreflightVerdict.RolledBack : null));
        Want(2, "v2");
        await gateway.WaitForReportAsync(report => Condition(report) is { Status: "False", Reason: Reasons.RolledBack });

        await RestartAsync(() => { });
        Want(3, "v2");
        await gateway.WaitForReportAsync(report => report.ObservedGeneration == 3 && Condition(report).Reason == Reasons.RolledBack);
        await RestartAsync(machine.Reboot);
        Want(4, "v2");
        await gateway.WaitForReportAsync(report => report.ObservedGeneration == 4 && Condition(report).Reason == Reasons.RolledBack);

        Assert.Equal(["v2"], asked);
        Want(5, "v3");
        await gateway.WaitForReportAsync(report => report is { OsVersionHash: "v3", Phase: HostPhase.Running });
        await StopAsync();
    }

    [Fact]
    public async Task A_version_that_the_os_refuses_is_tried_again_once_the_leave_was_taken_away_and_given_again()
    {
        bool isMended = false;
        OnVersion((_, _) => Volatile.Read(ref isMended)
            ? Task.FromResult<PreflightVerdict?>(null)
            : throw new PluginException("The image is signed by nobody we know.") { CanRetry = false });
        Want(2, "v2");
        await gateway.WaitForReportAsync(report => Condition(report) is { Reason: Reasons.OSVersionReconciliationFailed });
        Assert.StartsWith("The image is signed by nobody we know.", Condition(gateway.Host.Reported.Current.Value!).Message, StringComparison.Ordinal);

        await RestartAsync(() => { });
        Want(3, "v2");
        await gateway.WaitForReportAsync(report => report.ObservedGeneration == 3 && Condition(report).Reason == Reasons.OSVersionReconciliationFailed);
        Assert.Equal(["v2"], asked);

        Volatile.Write(ref isMended, true);
        Want(4, "v2", apply: false);
        await gateway.WaitForReportAsync(report => report.ObservedGeneration == 4 && Condition(report).Reason == Reasons.InPlaceUpdateNotPending);
        Want(5, "v2");
        await gateway.WaitForReportAsync(report => report is { OsVersionHash: "v2", Phase: HostPhase.Running });
        await StopAsync();
    }

    [Fact]
    public async Task An_operation_that_the_os_refuses_is_tried_again_for_another_attempt_though_no_directive_between_them_was_seen()
    {
        bool isMended = false;
        OnVersion((_, _) => Volatile.Read(ref isMended)
            ? Task.FromResult<PreflightVerdict?>(null)
            : throw new PluginException("There is no such image.") { CanRetry = false });
        WantOperation(2, "v2", attempt: 1);
        await gateway.WaitForReportAsync(report => report.Operation is { Attempt: 1, Phase: OperationPhase.Failed, Reason: Reasons.OSVersionReconciliationFailed });

        await RestartAsync(() => { });
        WantOperation(3, "v2", attempt: 1);
        await gateway.WaitForReportAsync(report => report is { ObservedGeneration: 3, Operation.Phase: OperationPhase.Failed });
        Assert.Equal(["v2"], asked);

        Volatile.Write(ref isMended, true);
        WantOperation(4, "v2", attempt: 2);
        await gateway.WaitForReportAsync(report => report is { OsVersionHash: "v2", Operation: { Id: "op-v2", Attempt: 2, Phase: OperationPhase.Succeeded } });
        await StopAsync();
    }

    [Fact]
    public async Task An_operation_that_may_not_be_begun_before_its_deadline_says_so_when_that_is_over()
    {
        HostDirective directive = OperationOf(2, "v2", attempt: 1, apply: false);
        directive.Operation.Deadline = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddMilliseconds(200));
        gateway.Host.Desired.Publish(directive);

        await gateway.WaitForReportAsync(report => report.Operation is { Phase: OperationPhase.Expired });

        Assert.Empty(asked);
        Assert.StartsWith("It was not begun by its deadline, ", Condition(gateway.Host.Reported.Current.Value!).Message, StringComparison.Ordinal);
        await StopAsync();
    }

    [Fact]
    public async Task How_far_an_operation_is_goes_to_the_server_in_tenths()
    {
        TaskCompletionSource mayEnd = NewSignal();
        machine.Os.Prepare = (_, call) =>
        {
            for (int percent = 1; percent <= 47; percent++)
                call.Progress!.Report(new PluginProgress(percent));
            return mayEnd.Task;
        };

        WantOperation(2, "v2", attempt: 1);
        await gateway.WaitForReportAsync(report => report.Operation is { Phase: OperationPhase.Preparing, Progress: 40 });
        mayEnd.SetResult();

        await gateway.WaitForReportAsync(report => report.Operation is { Phase: OperationPhase.Succeeded, Progress: 0 });
        await StopAsync();
    }

    [Fact]
    public async Task A_version_that_fails_for_now_is_told_in_the_plugins_words_and_tried_again()
    {
        bool isMended = false;
        OnVersion((_, _) => Volatile.Read(ref isMended)
            ? Task.FromResult<PreflightVerdict?>(null)
            : throw new PluginException("The registry does not answer."));

        Want(2, "v2");
        await gateway.WaitForReportAsync(report =>
            Condition(report) is { Reason: Reasons.OSVersionReconciliationFailed, Message: "The registry does not answer." });
        Volatile.Write(ref isMended, true);

        await gateway.WaitForReportAsync(report => report is { OsVersionHash: "v2", Phase: HostPhase.Running });
        await StopAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reset_cuts_short_what_the_os_is_at(bool isVersion)
    {
        TaskCompletionSource isAtWork = NewSignal();
        TaskCompletionSource isCut = NewSignal();
        machine.Os.Prepare = (_, call) => BlockAsync(isAtWork, isCut, call.CancellationToken);
        machine.Os.Bootstrap = token => BlockAsync(isAtWork, isCut, token);
        RegisteredHost host = gateway.Host;

        host.Desired.Publish(new HostDirective { Generation = 2, BootstrapAvailable = !isVersion, OsVersion = isVersion ? Version("v2", apply: true) : null });
        await isAtWork.Task.WaitAsync(TestGateway.Patience);
        // A directive that is no reset cuts nothing short.
        host.Desired.Publish(new HostDirective { Generation = 3, OsVersion = Version("v3", apply: true) });
        host.Desired.Publish(new HostDirective { Generation = 4, NeedsReset = true });

        await isCut.Task.WaitAsync(TestGateway.Patience);
        await gateway.WaitAsync(now => now.Created.Count == 2 && now.Hosts.Values.Any(other => other.Reported.Current.Value is { Installed: true }));
        Assert.Single(gateway.Evidence);
        Assert.DoesNotContain("OSVersionReconciliationFailed", machine.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("BootstrapFailed", machine.Log, StringComparison.Ordinal);
        await StopAsync();
    }

    [Fact]
    public async Task A_version_is_applied_as_it_was_written_however_deep_it_is_and_however_large_its_numbers()
    {
        string management = $$"""{"version":"v2","build":9007199254740993,"ts":20261130123456789012,"deep":{{Nested(900)}}}""";

        gateway.Host.Desired.Publish(new HostDirective { Generation = 2, OsVersion = Version("v2", apply: true, management) });

        await gateway.WaitForReportAsync(report => report is { OsVersionHash: "v2", Phase: HostPhase.Running });
        string told = machine.Disk.Read(TestHost.InWorkDirectory("os-version.yaml"));
        Assert.Contains("build: 9007199254740993\nts: 20261130123456789012\n", told, StringComparison.Ordinal);
        await StopAsync();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("too deep")]
    public async Task A_version_that_cannot_be_read_is_answered_and_holds_neither_another_one_nor_a_reset_back(string management)
    {
        OsVersion unreadable = Version("v2", apply: true, management == "too deep" ? Nested(2000) : management);
        gateway.Host.Desired.Publish(new HostDirective { Generation = 2, OsVersion = unreadable });

        await gateway.WaitForReportAsync(report => report is { ObservedGeneration: 2, Operation.Phase: OperationPhase.Failed });
        HostReport answer = gateway.Host.Reported.Current.Value!;
        Assert.Equal(("False", Reasons.OSVersionReconciliationFailed), (Condition(answer).Status, Condition(answer).Reason));
        Assert.StartsWith("spec.osVersionManagement cannot be read by this agent: it must be a JSON object", Condition(answer).Message, StringComparison.Ordinal);

        Want(3, "v3");
        await gateway.WaitForReportAsync(report => report is { OsVersionHash: "v3", Phase: HostPhase.Running });
        gateway.Host.Desired.Publish(new HostDirective { Generation = 4, OsVersion = unreadable, NeedsReset = true });
        await gateway.WaitAsync(now => now.Created.Count == 2);
        await StopAsync();
    }

    public async Task DisposeAsync() => await gateway.DisposeAsync();

    public void Dispose()
    {
        machine.Dispose();
        powerOff.Dispose();
    }

    private static async Task BlockAsync(TaskCompletionSource isAtWork, TaskCompletionSource isCut, CancellationToken cancellationToken)
    {
        isAtWork.TrySetResult();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            isCut.TrySetResult();
        }
    }

    private void OnVersion(Func<string, CancellationToken, Task<PreflightVerdict?>> answer) => machine.Os.Look = (version, token) =>
    {
        asked.Enqueue(version);
        return answer(version, token);
    };

    private void Want(long generation, string version, bool apply = true) =>
        gateway.Host.Desired.Publish(new HostDirective { Generation = generation, OsVersion = Version(version, apply) });

    private void WantOperation(long generation, string version, int attempt) =>
        gateway.Host.Desired.Publish(OperationOf(generation, version, attempt, apply: true));

    private static HostDirective OperationOf(long generation, string version, int attempt, bool apply) => new()
    {
        Generation = generation,
        OsVersion = Version(version, apply),
        Operation = new Operation { Id = $"op-{version}", Attempt = attempt, Type = OperationType.Upgrade, Wanted = version, Apply = apply },
    };

    private async Task RestartAsync(Action whileOff)
    {
        await StopAsync();
        powerOff.Dispose();
        powerOff = new CancellationTokenSource();
        whileOff();
        life = machine.LiveAsync(powerOff.Token);
    }

    private async Task StopAsync()
    {
        await powerOff.CancelAsync();
        Assert.Equal(ExitCodes.Success, await life.WaitAsync(TestGateway.Patience));
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static HostCondition Condition(HostReport report) => report.Conditions.Single(condition => condition.Type == ConditionTypes.OSVersionReady);

    private static OsVersion Version(string hash, bool apply, string? management = null) =>
        new() { Hash = hash, Apply = apply, ManagementJson = ByteString.CopyFromUtf8(management ?? $$"""{"version":"{{hash}}"}""") };

    private static string Nested(int levels) => $"{string.Concat(Enumerable.Repeat("{\"a\":", levels))}1{new string('}', levels)}";
}
