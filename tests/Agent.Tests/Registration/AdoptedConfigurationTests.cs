using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Registration;
using ElementalProvider.Api.AgentProtocol;
using Google.Protobuf.WellKnownTypes;
using AgentConfig = ElementalProvider.Agent.Configuration.AgentConfig;

namespace ElementalProvider.Agent.Tests.Registration;

public class AdoptedConfigurationTests
{
    private const string Uri = "https://mgmt.example/elemental/v1/namespaces/fleet/registrations/edge";

    private static readonly AgentConfig Delivered = AgentConfigReader.Parse("test", $$$"""
        registration: {uri: "{{{Uri}}}", token: old}
        agent: {workDir: /local, osPlugin: dummy, reconciliation: 3s, hostname: {prefix: local-}}
        """).Config;

    [Fact]
    public void The_servers_answer_becomes_the_configuration()
    {
        GetRegistrationResponse answer = new()
        {
            Access = new RegistrationAccess { Uri = Uri.Replace("mgmt", "other", StringComparison.Ordinal), CaCert = "ca", Token = "new" },
            Agent = new Api.AgentProtocol.AgentConfig
            {
                WorkDir = "/remote",
                OsPlugin = "elemental",
                Reconciliation = Duration.FromTimeSpan(TimeSpan.FromSeconds(7)),
                Hostname = new HostnameConfig { Prefix = "m-" },
                PostReset = new Api.AgentProtocol.PostAction { Reboot = true },
            },
        };

        AgentConfig merged = AdoptedConfiguration.Merge(Delivered, answer, workDirectory: null);

        Assert.Equal("other.example", merged.Registration.Uri.Address.Host);
        Assert.Equal(("ca", "new"), (merged.Registration.CaCertificate, merged.Registration.Token));
        Assert.Equal(
            new AgentSettings
            {
                WorkDirectory = "/remote",
                OsPlugin = "elemental",
                Reconciliation = TimeSpan.FromSeconds(7),
                Hostname = new HostnameSettings { Prefix = "m-" },
                PostReset = PowerAction.Reboot,
            },
            merged.Agent);
    }

    [Fact]
    public void What_the_server_leaves_open_stays_as_delivered()
    {
        Assert.Equal(Delivered, AdoptedConfiguration.Merge(Delivered, new GetRegistrationResponse(), workDirectory: null));

        AgentConfig merged = AdoptedConfiguration.Merge(
            Delivered, new GetRegistrationResponse { Agent = new Api.AgentProtocol.AgentConfig() }, workDirectory: null);
        Assert.Equal(("/local", "dummy", TimeSpan.FromSeconds(3)), (merged.Agent.WorkDirectory, merged.Agent.OsPlugin, merged.Agent.Reconciliation));
    }

    [Fact]
    public void An_identity_does_not_move() => Assert.Equal(
        "/local",
        AdoptedConfiguration.Merge(
            Delivered, new GetRegistrationResponse { Agent = new Api.AgentProtocol.AgentConfig { WorkDir = "/remote" } }, workDirectory: "/local").Agent.WorkDirectory);

    [Theory]
    [InlineData("nonsense", "", "config.elemental.registration.uri \"nonsense\"")]
    [InlineData("http://h/elemental/v1/namespaces/a/registrations/b", "", "is plain http")]
    [InlineData("", "Not A Prefix", "config.elemental.agent.hostname.prefix \"Not A Prefix\"")]
    public void A_registration_that_cannot_be_meant_is_refused_by_name(string uri, string prefix, string sentence)
    {
        GetRegistrationResponse answer = new()
        {
            Access = new RegistrationAccess { Uri = uri },
            Agent = new Api.AgentProtocol.AgentConfig { Hostname = new HostnameConfig { Prefix = prefix } },
        };

        ConfigException exception = Assert.Throws<ConfigException>(() => AdoptedConfiguration.Merge(Delivered, answer, workDirectory: null));

        Assert.Contains(sentence, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_server_says_in_a_conversation_is_kept_with_the_address_of_before_and_survives_the_file()
    {
        RegistrationAccess access = new() { Uri = Uri.Replace("mgmt", "moved", StringComparison.Ordinal), Token = "new" };
        access.Endpoints.Add(new GatewayEndpoint { Url = "https://target.example:9443" });

        AgentConfig merged = AdoptedConfiguration.Merge(Delivered, access);

        Assert.Equal("new", merged.Registration.Token);
        Assert.Equal(["moved.example", "target.example", "mgmt.example"], merged.Registration.Endpoints.Select(endpoint => endpoint.Address.Host));
        Assert.Equal(Delivered.Agent, merged.Agent);
        Assert.Equal(merged.Registration, AgentConfigReader.Parse("file", AgentConfigWriter.Write(merged)).Config.Registration);
        Assert.Equal(merged, AdoptedConfiguration.Merge(merged, access));
    }
}
