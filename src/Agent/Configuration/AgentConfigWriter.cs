using ElementalProvider.Agent.Plugins.Host;
using YamlDotNet.RepresentationModel;

namespace ElementalProvider.Agent.Configuration;

/// <summary>Writes the configuration file that <see cref="AgentConfigReader"/> reads.</summary>
internal static class AgentConfigWriter
{
    public static string Write(AgentConfig config)
    {
        AgentSettings agent = config.Agent;
        return YamlText.Write(new YamlMappingNode(
            "registration",
            new YamlMappingNode(
                "uri", YamlText.Text(config.Registration.Uri.Text),
                "caCert", YamlText.Text(config.Registration.CaCertificate),
                "token", YamlText.Text(config.Registration.Token)),
            "agent",
            new YamlMappingNode(
                "workDir", YamlText.Text(agent.WorkDirectory),
                "hostname", new YamlMappingNode("useExisting", YamlText.Boolean(agent.Hostname.UseExisting), "prefix", YamlText.Text(agent.Hostname.Prefix)),
                "noSmbios", YamlText.Boolean(agent.NoSmbios),
                "debug", YamlText.Boolean(agent.Debug),
                "osPlugin", YamlText.Text(agent.OsPlugin),
                "reconciliation", YamlText.Text(DurationText.Format(agent.Reconciliation)),
                "insecureAllowHttp", YamlText.Boolean(agent.InsecureAllowHttp),
                "insecureSkipTlsVerify", YamlText.Boolean(agent.InsecureSkipTlsVerify),
                "useSystemCertPool", YamlText.Boolean(agent.UseSystemCertPool),
                "postInstall", Node(agent.PostInstall),
                "postReset", Node(agent.PostReset))));
    }

    private static YamlMappingNode Node(PowerAction action) =>
        new("powerOff", YamlText.Boolean(action == PowerAction.PowerOff), "reboot", YamlText.Boolean(action == PowerAction.Reboot));
}
