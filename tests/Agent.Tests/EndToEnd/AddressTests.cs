using ElementalProvider.Agent.Cli;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.EndToEnd;

/// <summary>Where the agent goes.</summary>
public sealed class AddressTests : IDisposable
{
    private readonly TestMachine machine = new();

    [Fact]
    public async Task The_address_and_the_authority_that_the_server_names_are_used_from_the_next_call_on()
    {
        await using TestGateway delivered = await TestGateway.StartAsync(TestCertificates.Server("delivered"));
        await using TestGateway current = await TestGateway.StartAsync(TestCertificates.Server("current"));
        delivered.Registration.Access = current.Registration.Access.Clone();
        machine.Disk.Write(TestHost.ConfigPath, delivered.HostConfig());

        Assert.Equal(ExitCodes.Success, await machine.RunAsync(AgentGoal.Install, CancellationToken.None).WaitAsync(TestGateway.Patience));

        Assert.Single(current.Created);
        Assert.Empty(delivered.Created);
        Assert.True(current.Host.Reported.Current.Value is { Installed: true });
    }

    [Fact]
    public async Task A_server_below_a_path_is_reached_there()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(pathBase: "/sites/a");
        machine.Disk.Write(TestHost.ConfigPath, gateway.HostConfig());

        Assert.Equal(ExitCodes.Success, await machine.RunAsync(AgentGoal.Install, CancellationToken.None).WaitAsync(TestGateway.Patience));

        Assert.Contains("/sites/a/elemental/v1/", gateway.RegistrationUri, StringComparison.Ordinal);
        Assert.Single(gateway.Created);
        Assert.True(gateway.Host.Reported.Current.Value is { Installed: true });
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_to_be_out_of_reach()
    {
        string config;
        await using (TestGateway gone = await TestGateway.StartAsync())
            config = gone.HostConfig();
        machine.Disk.Write(TestHost.ConfigPath, config);
        using CancellationTokenSource powerOff = new();

        Task<int> registering = machine.RunAsync(AgentGoal.Register, powerOff.Token);
        await machine.WaitForLogAsync("RegistrationFailed");
        await powerOff.CancelAsync();

        Assert.Equal(ExitCodes.Success, await registering.WaitAsync(TestGateway.Patience));
        Assert.True(
            machine.Log.Contains("The server is not available: Connection refused.", StringComparison.Ordinal),
            machine.Log);
    }

    public void Dispose() => machine.Dispose();
}
