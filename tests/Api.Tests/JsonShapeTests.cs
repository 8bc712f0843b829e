using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.Api.Tests;

public class JsonShapeTests
{
    [Fact]
    public void A_field_of_a_condition_that_is_not_sent_keeps_its_default()
    {
        ElementalHost host = JsonSerializer.Deserialize(
            """{"metadata":{"name":"h"},"status":{"conditions":[{"type":"Ready","status":"True","reason":"Ready"}]}}""", KindOf<ElementalHost>.Json)!;

        Condition condition = Assert.Single(host.Status!.Conditions!);
        Assert.Equal("", condition.Message);
        Assert.Equal(default, condition.LastTransitionTime);
    }

    [Theory]
    [InlineData(34)]
    [InlineData(70)]
    [InlineData(990)]
    public void A_free_form_field_may_be_as_deep_as_people_nest_it(int levels)
    {
        string nested = new StringBuilder().Insert(0, "{\"a\":", levels).Append("9007199254740993").Append('}', levels).ToString();
        string json = """{"metadata":{"name":"h"},"spec":{"osVersionManagement":""" + nested + "}}";

        ElementalHost host = JsonSerializer.Deserialize(json, KindOf<ElementalHost>.Json)!;

        Assert.Equal(nested, host.Spec!.OsVersionManagement!.Value.GetRawText());
        Assert.Contains(nested, JsonSerializer.Serialize(host, KindOf<ElementalHost>.Json));
        Assert.Equal(nested, JsonSerializer.SerializeToNode(host, KindOf<ElementalHost>.Json)!["spec"]!["osVersionManagement"]!.ToJsonString(new() { MaxDepth = 1000 }));
    }

    [Fact]
    public void A_host_reads_and_writes_the_same_JSON()
    {
        const string json = """
            {"apiVersion":"infrastructure.cluster.x-k8s.io/v1beta1","kind":"ElementalHost",
             "metadata":{"name":"m-1","namespace":"default","labels":{"elementalhost.infrastructure.cluster.x-k8s.io/installed":"true"},
               "creationTimestamp":"2026-01-02T03:04:05Z","generation":3},
             "spec":{"pubKey":"PEM","machineRef":{"apiVersion":"infrastructure.cluster.x-k8s.io/v1beta1","kind":"ElementalMachine","name":"w-1"},
               "osVersionManagement":{"osVersion":{"imageUri":"oci://registry.example/os:v1.2.3","upgradeRecovery":false,"list":[1,2.5,null]}}},
             "status":{"phase":"Running","observedGeneration":3,"conditions":[
               {"type":"Ready","status":"True","lastTransitionTime":"2026-01-02T03:04:05Z","reason":"Ready","message":""}]}}
            """;

        ElementalHost host = JsonSerializer.Deserialize(json, KindOf<ElementalHost>.Json)!;

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(JsonSerializer.Serialize(host, KindOf<ElementalHost>.Json))));
    }

    [Fact]
    public void I8_Unknown_fields_are_tolerated()
    {
        ElementalMachine machine = JsonSerializer.Deserialize(
            """{"metadata":{"name":"w","managedFields":[{"manager":"kubectl"}]},"spec":{"providerID":"elemental://a/b","future":{"x":1}},"status":{"later":true}}""",
            KindOf<ElementalMachine>.Json)!;

        Assert.Equal("elemental://a/b", machine.Spec!.ProviderId);
    }

    [Fact]
    public void T15_What_is_not_known_is_left_out_instead_of_written_as_null()
    {
        string json = JsonSerializer.Serialize(
            new ElementalMachine { Metadata = new V1ObjectMeta { Name = "w" }, Status = new ElementalMachineStatus() },
            KindOf<ElementalMachine>.Json);

        Assert.Equal(
            """{"apiVersion":"infrastructure.cluster.x-k8s.io/v1beta1","kind":"ElementalMachine","metadata":{"name":"w"},"status":{}}""",
            json);
    }

    [Fact]
    public void V7_Core_objects_are_read_in_the_shape_of_v1beta2()
    {
        Machine machine = JsonSerializer.Deserialize(
            """
            {"metadata":{"name":"cp-0"},"spec":{"clusterName":"c1","bootstrap":{"dataSecretName":"cp-0"},"providerID":"elemental://ns1/h1",
              "infrastructureRef":{"apiGroup":"infrastructure.cluster.x-k8s.io","kind":"ElementalMachine","name":"cp-0"}},
             "status":{"nodeRef":{"name":"h1"},"initialization":{"infrastructureProvisioned":true}}}
            """,
            KindOf<Machine>.Json)!;

        Assert.Equal("cp-0", machine.Spec!.Bootstrap!.DataSecretName);
        Assert.Equal("ElementalMachine", machine.Spec.InfrastructureRef!.Kind);
        Assert.Equal("h1", machine.Status!.NodeRef!.Name);
        Assert.True(machine.Status.Initialization!.InfrastructureProvisioned);
    }

    [Theory]
    [InlineData("host", 6443, true)]
    [InlineData("", 6443, false)]
    [InlineData("host", 0, false)]
    [InlineData(null, null, false)]
    public void An_endpoint_needs_both_host_and_port(string? host, int? port, bool valid) =>
        Assert.Equal(valid, new ApiEndpoint { Host = host, Port = port }.IsValid);
}
