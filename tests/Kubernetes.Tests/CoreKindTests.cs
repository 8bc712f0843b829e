using System.Text;
using System.Text.Json;
using ElementalProvider.Api.Meta;
using ElementalProvider.Kubernetes.Core;

namespace ElementalProvider.Kubernetes.Tests;

public sealed class CoreKindTests
{
    [Fact]
    public void A_secret_travels_as_base64_and_never_prints_its_data()
    {
        Secret secret = new()
        {
            Metadata = new ObjectMeta { Namespace = "ns", Name = "s" },
            Type = "Opaque",
            Data = new Dictionary<string, byte[]> { ["value"] = Encoding.UTF8.GetBytes("hidden") },
        };

        string json = JsonSerializer.Serialize(secret, Secret.JsonTypeInfo);

        Assert.Equal("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"ns"},"type":"Opaque","data":{"value":"aGlkZGVu"}}""", json);
        Assert.Equal("hidden"u8, JsonSerializer.Deserialize(json, Secret.JsonTypeInfo)!.Data!["value"]);
        Assert.Equal("Secret ns/s", secret.ToString());
    }

    [Fact]
    public void Times_are_written_without_fractions_and_micro_times_with_six_digits()
    {
        DateTimeOffset time = new(2026, 2, 3, 4, 5, 6, 789, TimeSpan.FromHours(2));
        CoreEvent happened = new() { Metadata = new ObjectMeta { Name = "e" }, FirstTimestamp = time, EventTime = time };

        Assert.Equal(
            """{"apiVersion":"v1","kind":"Event","metadata":{"name":"e"},"firstTimestamp":"2026-02-03T02:05:06Z","eventTime":"2026-02-03T02:05:06.789000Z"}""",
            JsonSerializer.Serialize(happened, CoreEvent.JsonTypeInfo));
    }

    [Fact]
    public void The_null_times_that_go_writes_are_no_times()
    {
        CoreEvent read = JsonSerializer.Deserialize(
            """{"metadata":{"name":"e","creationTimestamp":null},"firstTimestamp":null,"eventTime":null}""", CoreEvent.JsonTypeInfo)!;

        Assert.Null(read.Metadata.CreationTimestamp);
        Assert.Null(read.FirstTimestamp);
        Assert.Null(read.EventTime);
    }

    [Fact]
    public void Unknown_fields_and_managed_fields_are_passed_over()
    {
        Node node = JsonSerializer.Deserialize(
            """
            {"kind":"Node","apiVersion":"v1","metadata":{"name":"n","managedFields":[{"manager":"kubelet","fieldsV1":{"f:spec":{}}}]},
             "spec":{"providerID":"elemental://ns/h","podCIDRs":["10.0.0.0/24"],"taints":[{"key":"k","effect":"NoSchedule","timeAdded":"2026-01-01T00:00:00Z"}]},
             "status":{"nodeInfo":{"machineID":"m","bootID":"b","osImage":"SLE","systemUUID":"u"},"addresses":[{"type":"InternalIP","address":"10.0.0.2"}]}}
            """,
            Node.JsonTypeInfo)!;

        Assert.Equal("elemental://ns/h", node.Spec!.ProviderID);
        Assert.Equal("NoSchedule", Assert.Single(node.Spec.Taints!).Effect);
        Assert.Equal(new NodeSystemInfo { MachineID = "m", BootID = "b", OsImage = "SLE", SystemUUID = "u" }, node.Status!.NodeInfo);
        Assert.DoesNotContain("managedFields", JsonSerializer.Serialize(node, Node.JsonTypeInfo));
    }

    [Fact]
    public void Field_names_are_case_sensitive() =>
        Assert.Null(JsonSerializer.Deserialize("""{"metadata":{"Name":"n"}}""", ConfigMap.JsonTypeInfo)!.Metadata.Name);

    [Fact]
    public void The_definition_of_a_custom_resource_is_kept_as_the_server_has_it()
    {
        CustomResourceDefinition definition = JsonSerializer.Deserialize(
            """{"metadata":{"name":"x"},"spec":{"group":"g"},"status":{"conditions":[{"type":"Established","status":"True","reason":"InitialNamesAccepted","lastTransitionTime":"2026-01-01T00:00:00Z","message":""}]}}""",
            CustomResourceDefinition.JsonTypeInfo)!;

        Assert.Equal("g", definition.Spec.GetProperty("group").GetString());
        Assert.Equal("Established", Assert.Single(definition.Status!.Conditions!).Type);
    }

    [Fact]
    public void A_field_that_is_not_sent_keeps_its_default()
    {
        CustomResourceDefinition definition = JsonSerializer.Deserialize(
            """{"metadata":{"name":"x"},"status":{"conditions":[{"type":"Established","status":"True","reason":"R"}]}}""", CustomResourceDefinition.JsonTypeInfo)!;

        Condition condition = Assert.Single(definition.Status!.Conditions!);
        Assert.Equal("", condition.Message);
        Assert.Equal(default, condition.LastTransitionTime);
    }

    [Fact]
    public void Texts_that_every_object_has_are_held_in_memory_once()
    {
        const string Json = """{"metadata":{"name":"n","namespace":"fleet","labels":{"cluster.x-k8s.io/cluster-name":"c","esc\u0061ped":"x"},"annotations":{}}}""";
        ObjectMeta one = JsonSerializer.Deserialize(Json, ConfigMap.JsonTypeInfo)!.Metadata;
        ObjectMeta other = JsonSerializer.Deserialize(Json, ConfigMap.JsonTypeInfo)!.Metadata;

        Assert.Same(one.Namespace, other.Namespace);
        Assert.Same(one.Labels!.Keys.First(), other.Labels!.Keys.First());
        Assert.Equal(["cluster.x-k8s.io/cluster-name", "escaped"], one.Labels.Keys);
        Assert.Empty(one.Annotations!);
    }

    [Theory]
    [InlineData("""{"metadata":{"labels":{"replicas":3}}}""")]
    [InlineData("""{"metadata":{"labels":["a"]}}""")]
    [InlineData("""{"metadata":{"namespace":7}}""")]
    public void Metadata_of_the_wrong_type_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ConfigMap.JsonTypeInfo));

    [Fact]
    public void A_label_without_a_value_is_an_empty_text()
    {
        ConfigMap map = JsonSerializer.Deserialize("""{"metadata":{"labels":{"a":null},"namespace":null}}""", ConfigMap.JsonTypeInfo)!;

        Assert.Equal("", map.Metadata.Labels!["a"]);
        Assert.Null(map.Metadata.Namespace);
    }

    [Fact]
    public void A_pool_that_overflows_still_tells_every_text_apart()
    {
        for (int number = 0; number < 5000; number++)
        {
            string json = """{"metadata":{"labels":{"key-N":"v"}}}""".Replace("N", number.ToString());
            Assert.Equal($"key-{number}", Assert.Single(JsonSerializer.Deserialize(json, ConfigMap.JsonTypeInfo)!.Metadata.Labels!).Key);
        }
    }
}
