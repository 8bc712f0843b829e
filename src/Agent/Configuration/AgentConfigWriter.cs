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
            Node(config.Registration),
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

    private static YamlMappingNode Node(RegistrationSettings registration)
    {
        YamlMappingNode node = new(
            "uri", YamlText.Text(registration.Uri.Text),
            "caCert", YamlText.Text(registration.CaCertificate),
            "token", YamlText.Text(registration.Token));
        if (registration.Further.Count > 0)
            node.Add("endpoints", new YamlSequenceNode(registration.Further.Select(Node)));
        if (registration.Previous is { } previous)
            node.Add("previous", Node(previous));
        return node;
    }

    private static YamlMappingNode Node(EndpointSettings endpoint) =>
        new("url", YamlText.Text(endpoint.Address.AbsoluteUri), "caCert", YamlText.Text(endpoint.CaCertificate));

    private static YamlMappingNode Node(PowerAction action) =>
        new("powerOff", YamlText.Boolean(action == PowerAction.PowerOff), "reboot", YamlText.Boolean(action == PowerAction.Reboot));
}
