using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Agent.Configuration;

namespace ElementalProvider.Agent.Tests.Configuration;

public class AgentConfigReaderTests
{
    private const string Uri = "https://mgmt.example:9443/elemental/v1/namespaces/fleet/registrations/edge";

    [Fact]
    public void A_file_of_the_older_agent_is_read_to_the_last_key()
    {
        string pem = Certificate();
        AgentConfig config = Parse($"""
            registration:
              uri: {Uri}
              caCert: |
            {Indent(pem)}
              token: abc.def.ghi
              tokenDuration: 0
            agent:
              workDir: /data/agent
              hostname:
                useExisting: true
                prefix: "m-"
              noSmbios: true
              debug: true
              osPlugin: /usr/lib/elemental/plugins/dummy.so
              reconciliation: 10000000000
              insecureAllowHttp: true
              insecureSkipTlsVerify: true
              useSystemCertPool: true
              postInstall:
                powerOff: true
                reboot: true
              postReset:
                reboot: true
            """);

        Assert.Equal("fleet", config.Registration.Uri.Namespace);
        Assert.Equal("edge", config.Registration.Uri.Name);
        Assert.Equal(new Uri("https://mgmt.example:9443"), config.Registration.Uri.Address);
        Assert.Equal(pem.Trim(), config.Registration.CaCertificate.Trim());
        Assert.Equal("abc.def.ghi", config.Registration.Token);
        Assert.Equal(
            new AgentSettings
            {
                WorkDirectory = "/data/agent",
                Hostname = new HostnameSettings { UseExisting = true, Prefix = "m-" },
                NoSmbios = true,
                Debug = true,
                OsPlugin = "/usr/lib/elemental/plugins/dummy.so",
                Reconciliation = TimeSpan.FromSeconds(10),
                InsecureAllowHttp = true,
                InsecureSkipTlsVerify = true,
                UseSystemCertPool = true,
                PostInstall = PowerAction.PowerOff,
                PostReset = PowerAction.Reboot,
            },
            config.Agent);
    }

    [Fact]
    public void What_is_left_out_has_the_older_agents_defaults() =>
        Assert.Equal(new AgentSettings(), Parse($"registration: {{uri: \"{Uri}\", token: t}}\nagent:\n").Agent);

    [Fact]
    public void Unknown_keys_are_named_and_harmless()
    {
        (AgentConfig config, IReadOnlyList<UnknownKey> unknown) = AgentConfigReader.Parse("c", $$$"""
            registration: {uri: "{{{Uri}}}", tokn: t}
            agent: {osplugin: dummy, hostname: {prefx: m}}
            """);

        Assert.Equal(
            [
                "agent.osplugin (line 2, did you mean osPlugin?)", "agent.hostname.prefx (line 2, did you mean prefix?)",
                "registration.tokn (line 1, did you mean token?)",
            ],
            unknown.Select(key => key.ToString()));
        Assert.Equal(AgentSettings.DefaultOsPlugin, config.Agent.OsPlugin);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("- a\n- b\n", "must be one mapping")]
    [InlineData("a: [", "is not valid YAML")]
    [InlineData("agent: {}", "registration.uri is missing")]
    [InlineData("registration: text", "registration must be a mapping")]
    [InlineData("registration: {uri: [a]}", "registration.uri must be a string")]
    [InlineData("registration: {uri: 'mgmt.example'}", "registration.uri must look like https://HOST")]
    [InlineData("registration: {uri: 'ftp://h/elemental/v1/namespaces/a/registrations/b'}", "registration.uri must look like")]
    [InlineData("registration: {uri: 'https://h/elemental/v1/namespaces/a/registrations/'}", "registration.uri must look like")]
    [InlineData("registration: {uri: 'https://h/x//elemental/v1/namespaces/a/registrations/b'}", "registration.uri must look like")]
    [InlineData("registration: {uri: 'https://h/elemental/v1/namespaces/a/hosts/b'}", "registration.uri must look like")]
    [InlineData("registration: {uri: 'http://h/elemental/v1/namespaces/a/registrations/b'}", "registration.uri is plain http, which is refused unless agent.insecureAllowHttp is true")]
    [InlineData("registration: {uri: @, caCert: nonsense}", "registration.caCert must hold at least one certificate in PEM")]
    [InlineData("registration: {uri: @, caCert: \"-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\"}", "registration.caCert holds a certificate that cannot be decoded")]
    [InlineData("registration: {uri: @}\nagent: {workDir: here}", "agent.workDir must be an absolute path, not \"here\"")]
    [InlineData("registration: {uri: @}\nagent: {workDir: /}", "agent.workDir must be a folder of the agent's own, such as /var/lib/elemental/agent: a reset deletes it, not \"/\"")]
    [InlineData("registration: {uri: @}\nagent: {reconciliation: 10}", "agent.reconciliation is 10, and a number without a unit is nanoseconds: write \"10s\" for 10 seconds")]
    [InlineData("elemental:\n  registration: {uri: @}", "the file begins with the unknown key elemental (line 1), and registration stands in elemental (line 2): move what is below elemental to the top, so that the file has the keys registration and agent.")]
    [InlineData("apiVersion: v1\nkind: ElementalRegistration\nspec:\n  config:\n    elemental:\n      registration: {uri: @}", "the file is a whole ElementalRegistration, and registration stands in spec.config.elemental (line 6): move what is below spec.config.elemental to the top")]
    [InlineData("registration: {uri: @}\nagent: {debug: maybe}", "agent.debug must be true or false, not \"maybe\"")]
    [InlineData("registration: {uri: @}\nagent: {reconciliation: soon}", "agent.reconciliation must be whole nanoseconds or a duration such as 10s, not \"soon\"")]
    [InlineData("registration: {uri: @}\nagent: {reconciliation: -5}", "agent.reconciliation must be")]
    [InlineData("registration: {uri: @}\nagent: {hostname: {prefix: 'a b'}}", "agent.hostname.prefix must be")]
    [InlineData("registration: {uri: @}\nagent: {hostname: {prefix: '-a'}}", "agent.hostname.prefix must be")]
    [InlineData("registration: {uri: @}\nagent: {postInstall: {reboot: 2}}", "agent.postInstall.reboot must be true or false")]
    public void Each_mistake_is_one_sentence_with_file_and_field(string text, string sentence)
    {
        ConfigException exception = Assert.Throws<ConfigException>(
            () => AgentConfigReader.Parse("/etc/agent.yaml", text.Replace("@", $"\"{Uri}\"", StringComparison.Ordinal)));

        Assert.StartsWith("/etc/agent.yaml: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blanks_and_newlines_around_a_value_are_not_part_of_it()
    {
        RegistrationSettings registration = Parse($"registration:\n  token: |\n    abc.def.ghi\n  uri: >\n    {Uri}\n").Registration;

        Assert.Equal(("abc.def.ghi", Uri), (registration.Token, registration.Uri.Text));
    }

    [Fact]
    public async Task A_missing_file_says_how_to_name_another() =>
        Assert.Equal(
            "/nowhere/config.yaml: the configuration file does not exist; name another one with --config.",
            (await Assert.ThrowsAsync<ConfigException>(() => AgentConfigReader.ReadAsync("/nowhere/config.yaml", CancellationToken.None))).Message);

    [Fact]
    public void A_registration_never_shows_its_token()
    {
        RegistrationSettings registration = Parse($"registration: {{uri: \"{Uri}\", token: s3cret}}").Registration;

        Assert.DoesNotContain("s3cret", $"{registration}", StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", $"{new AgentConfig { Registration = registration }}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_again_the_same()
    {
        AgentConfig config = Parse($$$"""
            registration: {uri: "{{{Uri}}}", token: "123"}
            agent: {osPlugin: dummy, reconciliation: 1m30s, workDir: "/a b/true", hostname: {prefix: "no"}, postReset: {powerOff: true}}
            """);
        AgentConfig withCertificate = config with { Registration = config.Registration with { CaCertificate = Certificate() } };

        AgentConfig again = Parse(AgentConfigWriter.Write(withCertificate));

        Assert.Equal(withCertificate.Agent, again.Agent);
        Assert.Equal(withCertificate.Registration with { CaCertificate = "" }, again.Registration with { CaCertificate = "" });
        Assert.Equal(withCertificate.Registration.CaCertificate.Trim(), again.Registration.CaCertificate.Trim());
    }

    private static AgentConfig Parse(string text) => AgentConfigReader.Parse("test", text).Config;

    private static string Certificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=test", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return certificate.ExportCertificatePem() + "\n";
    }

    private static string Indent(string text) => string.Join('\n', text.TrimEnd().Split('\n').Select(line => "    " + line));
}
