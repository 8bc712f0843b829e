using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.LoadGenerator.Agents;

namespace ElementalProvider.LoadGenerator.Tests.Agents;

public class AgentDecisionsTests
{
    private static readonly AgentState Installed = new() { BootId = "1", Installed = true };
    private static readonly HostDirective Everything = new()
    {
        NeedsReset = true,
        BootstrapAvailable = true,
        OsVersion = new OsVersion { Hash = "new", Apply = true },
    };

    [Fact]
    public void A_reset_comes_before_everything_else() => Assert.Equal(AgentStep.Reset, AgentDecisions.Next(new AgentState { BootId = "1" }, Everything));

    [Fact]
    public void A_host_is_installed_before_it_is_changed() =>
        Assert.Equal(AgentStep.Install, AgentDecisions.Next(new AgentState { BootId = "1" }, Without(reset: true)));

    [Fact]
    public void The_OS_version_comes_before_the_bootstrap() => Assert.Equal(AgentStep.ApplyOsVersion, AgentDecisions.Next(Installed, Without(reset: true)));

    [Fact]
    public void A_version_that_runs_already_is_not_applied_again() =>
        Assert.Equal(AgentStep.Bootstrap, AgentDecisions.Next(Installed with { OsVersionHash = "new" }, Without(reset: true)));

    [Fact]
    public void A_version_that_may_not_be_applied_yet_is_left_alone()
    {
        HostDirective directive = new() { OsVersion = new OsVersion { Hash = "new", Apply = false } };

        Assert.Equal(AgentStep.Acknowledge, AgentDecisions.Next(Installed, directive));
    }

    [Fact]
    public void A_bootstrapped_host_does_not_bootstrap_again() =>
        Assert.Equal(AgentStep.Acknowledge, AgentDecisions.Next(Installed with { Bootstrapped = true }, new HostDirective { BootstrapAvailable = true }));

    private static HostDirective Without(bool reset) => new(Everything) { NeedsReset = !reset };
}
