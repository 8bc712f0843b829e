using ElementalProvider.Manager.Options;
using ElementalProvider.Testing;
using YamlDotNet.RepresentationModel;
using static ElementalProvider.Manager.Tests.Configuration.RenderedConfiguration;

namespace ElementalProvider.Manager.Tests.Configuration;

/// <summary>The way of a question from the API server to the manager, through everything that config/default installs.</summary>
public class WebhookConfigurationTests
{
    private const string Namespace = "elemental-system";

    [KubectlFact]
    public async Task Questions_reach_the_address_on_which_the_manager_serves_webhooks()
    {
        RenderedConfiguration rendered = await ReadAsync();

        YamlNode webhooks = rendered.Get("ValidatingWebhookConfiguration", "elemental-validation")["webhooks"];
        Assert.All((YamlSequenceNode)webhooks, webhook =>
        {
            YamlMappingNode service = rendered.Get("Service", Text(webhook["clientConfig"]["service"]["name"]));
            Assert.Equal(Namespace, Text(webhook["clientConfig"]["service"]["namespace"]));
            Assert.Equal(Namespace, Text(service["metadata"]["namespace"]));
            YamlNode port = Assert.Single((YamlSequenceNode)service["spec"]["ports"]);
            // What the API server takes where the configuration names no port.
            Assert.Equal("443", Text(port["port"]));
            YamlNode open = Named(Manager(rendered)["ports"], Text(port["targetPort"]));
            Assert.Equal(ArgumentValues.Endpoint(ManagerSettings.WebhookBindAddress.Default)!.Port, int.Parse(Text(open["containerPort"])));
        });
    }

    [KubectlFact]
    public async Task The_manager_shows_the_certificate_that_the_API_server_is_told_to_trust()
    {
        RenderedConfiguration rendered = await ReadAsync();

        YamlMappingNode configuration = rendered.Get("ValidatingWebhookConfiguration", "elemental-validation");
        string[] certificateName = Text(configuration["metadata"]["annotations"]["cert-manager.io/inject-ca-from"]).Split('/');
        YamlMappingNode certificate = rendered.Get("Certificate", certificateName[1]);
        Assert.Equal(certificateName[0], Text(certificate["metadata"]["namespace"]));
        rendered.Get(Text(certificate["spec"]["issuerRef"]["kind"]), Text(certificate["spec"]["issuerRef"]["name"]));
        string service = Text(((YamlSequenceNode)configuration["webhooks"])[0]["clientConfig"]["service"]["name"]);
        Assert.Contains($"{service}.{Namespace}.svc", Texts(certificate["spec"]["dnsNames"]));

        YamlNode volumes = rendered.Get("Deployment", "elemental-manager")["spec"]["template"]["spec"]["volumes"];
        YamlNode volume = Assert.Single(
            (YamlSequenceNode)volumes, item => Text(item["secret"]["secretName"]) == Text(certificate["spec"]["secretName"]));
        YamlNode mount = Named(Manager(rendered)["volumeMounts"], Text(volume["name"]));
        Assert.Equal(Text(mount["mountPath"]), Text(Named(Manager(rendered)["env"], ManagerSettings.WebhookCertDir.Variable)["value"]));
    }

    private static YamlNode Manager(RenderedConfiguration rendered) =>
        Named(rendered.Get("Deployment", "elemental-manager")["spec"]["template"]["spec"]["containers"], "manager");
}
