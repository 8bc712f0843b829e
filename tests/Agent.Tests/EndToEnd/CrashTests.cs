using ElementalProvider.Agent.Cli;
using ElementalProvider.Agent.Tests.Fixtures;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using Google.Protobuf;
using Grpc.Core;

namespace ElementalProvider.Agent.Tests.EndToEnd;

/// <summary>
/// One whole life (register, install, OS version, bootstrap, reset, start over), cut once at every call to the server: before the server
/// acts (the request is lost) or after it has (the answer is lost). The cut costs time, never correctness.
/// </summary>
public class CrashTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_life_cut_at_any_call_ends_the_same(bool answerIsLost, bool powerIsCut)
    {
        int cuts = 0;
        while (await LiveAsync(cutAt: cuts + 1, answerIsLost, powerIsCut))
            cuts++;

        // Registration, installation and reset take at least these calls; fewer would mean that the cuts did not happen.
        Assert.InRange(cuts, 15, 60);
    }

    /// <summary>Lives one life.</summary>
    /// <returns>Whether there were enough calls for the cut to happen.</returns>
    private static async Task<bool> LiveAsync(int cutAt, bool answerIsLost, bool powerIsCut)
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        using TestMachine machine = new();
        machine.Disk.Write(TestHost.ConfigPath, gateway.HostConfig());
        using CancellationTokenSource crash = new();
        int calls = 0;
        gateway.Intercept = (call, isDone) =>
        {
            if (isDone == answerIsLost && Interlocked.Increment(ref calls) == cutAt)
            {
                // Not on this thread: a crash does not wait for the server, nor the server for it.
                _ = crash.CancelAsync();
                throw new RpcException(new Status(StatusCode.Unavailable, "cut"));
            }
        };

        using CancellationTokenSource theEnd = new();
        Task<int> life = LiveThroughCrashAsync(machine, crash, powerIsCut, theEnd.Token);
        try
        {
            // A life that ends before its time says why.
            Task steering = SteerAsync(gateway);
            await await Task.WhenAny(life, steering);
            await steering;
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"Cut at call {cutAt}, the life did not go on to its end:\n{machine.Log}", exception);
        }

        await theEnd.CancelAsync();
        Assert.Equal(ExitCodes.Success, await life.WaitAsync(TestGateway.Patience));

        Assert.Equal(2, gateway.Created.Count);
        Assert.Single(gateway.Hosts);
        Assert.DoesNotContain("s3cret", machine.Log, StringComparison.Ordinal);
        return crash.IsCancellationRequested;
    }

    private static async Task<int> LiveThroughCrashAsync(
        TestMachine machine, CancellationTokenSource crash, bool powerIsCut, CancellationToken theEnd)
    {
        using CancellationTokenSource until = CancellationTokenSource.CreateLinkedTokenSource(crash.Token, theEnd);
        int code = await machine.LiveAsync(until.Token);
        if (theEnd.IsCancellationRequested)
            return code;

        Assert.Equal(ExitCodes.Success, code);
        if (powerIsCut)
            machine.Reboot();

        return await machine.LiveAsync(theEnd);
    }

    private static async Task SteerAsync(TestGateway gateway)
    {
        await gateway.WaitForReportAsync(report => report is { Installed: true, Phase: HostPhase.Running });
        RegisteredHost host = gateway.Host;
        OsVersion version = new() { Hash = "v2", Apply = true, ManagementJson = ByteString.CopyFromUtf8("""{"version":"v2"}""") };
        host.Desired.Publish(new HostDirective { Generation = 2, BootstrapAvailable = true, OsVersion = version });
        await gateway.WaitForReportAsync(report => report is { Bootstrapped: true, OsVersionHash: "v2", Phase: HostPhase.Running });
        host.Desired.Publish(new HostDirective { Generation = 3, NeedsReset = true });
        await gateway.WaitAsync(now => now.Hosts.Values.Any(other => other.Name != host.Name && other.Reported.Current.Value is { Installed: true }));
    }
}
