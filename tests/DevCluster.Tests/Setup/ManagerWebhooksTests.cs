using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.Setup;

namespace ElementalProvider.DevCluster.Tests.Setup;

public class ManagerWebhooksTests
{
    private const string Yaml = """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: { name: elemental-validation }
        webhooks:
          - name: validation.thing.example.com
            clientConfig:
              service: { name: webhooks, namespace: system, path: /validate-thing }
            objectSelector: { matchExpressions: [{ key: rack, operator: Exists }] }
            matchConditions: [{ name: has-rack, expression: "has(object.metadata.labels)" }]
            failurePolicy: Ignore
        """;

    [Fact]
    public void Webhooks_of_a_Service_become_those_of_an_address()
    {
        WebhookConfiguration configuration = ManagerWebhooks.At(Yaml, new Uri("https://127.0.0.1:9444"), "PEM");

        Assert.Equal("elemental-validation", configuration.Metadata.Name);
        JsonObject webhook = configuration.Webhooks.Single()!.AsObject();
        Assert.Equal(
            $$"""{"url":"https://127.0.0.1:9444/validate-thing","caBundle":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes("PEM"))}}"}""",
            webhook["clientConfig"]!.ToJsonString());
    }

    [Fact]
    public void What_decides_which_writes_are_asked_about_stays()
    {
        JsonObject webhook = ManagerWebhooks.At(Yaml, new Uri("https://127.0.0.1:9444"), "PEM").Webhooks.Single()!.AsObject();

        Assert.Equal("""{"matchExpressions":[{"key":"rack","operator":"Exists"}]}""", webhook["objectSelector"]!.ToJsonString());
        Assert.Equal("Ignore", webhook["failurePolicy"]!.GetValue<string>());
        Assert.Equal("has(object.metadata.labels)", webhook["matchConditions"]![0]!["expression"]!.GetValue<string>());
    }
}
