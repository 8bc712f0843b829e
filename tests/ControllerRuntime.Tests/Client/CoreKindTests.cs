using System.Text;
using System.Text.Json;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.ControllerRuntime.Tests.Client;

public sealed class CoreKindTests
{
    [Fact]
    public void A_secret_travels_as_base64_and_never_prints_its_data()
    {
        V1Secret secret = new()
        {
            Metadata = new V1ObjectMeta { NamespaceProperty = "ns", Name = "s" },
            Type = "Opaque",
            Data = new Dictionary<string, byte[]> { ["value"] = Encoding.UTF8.GetBytes("hidden") },
        };

        string json = JsonSerializer.Serialize(secret, KindOf<V1Secret>.Json);

        Assert.Equal("""{"apiVersion":"v1","data":{"value":"aGlkZGVu"},"kind":"Secret","metadata":{"name":"s","namespace":"ns"},"type":"Opaque"}""", json);
        Assert.Equal("hidden"u8, JsonSerializer.Deserialize(json, KindOf<V1Secret>.Json)!.Data!["value"]);
        Assert.DoesNotContain("hidden", secret.ToString());
    }

    [Fact]
    public void Times_are_written_without_fractions_and_micro_times_with_six_digits()
    {
        DateTimeOffset time = new(2026, 2, 3, 4, 5, 6, 789, TimeSpan.FromHours(2));
        Corev1Event happened = new() { Metadata = new V1ObjectMeta { Name = "e" }, FirstTimestamp = time.UtcDateTime, EventTime = time.UtcDateTime };

        Assert.Equal(
            """{"apiVersion":"v1","eventTime":"2026-02-03T02:05:06.789000Z","firstTimestamp":"2026-02-03T02:05:06Z","kind":"Event","metadata":{"name":"e"}}""",
            JsonSerializer.Serialize(happened, KindOf<Corev1Event>.Json));
    }

    [Fact]
    public void The_null_times_that_go_writes_are_no_times()
    {
        Corev1Event read = JsonSerializer.Deserialize(
            """{"metadata":{"name":"e","creationTimestamp":null},"firstTimestamp":null,"eventTime":null}""", KindOf<Corev1Event>.Json)!;

        Assert.Null(read.Metadata.CreationTimestamp);
        Assert.Null(read.FirstTimestamp);
        Assert.Null(read.EventTime);
    }

    [Fact]
    public void Unknown_fields_and_managed_fields_are_passed_over()
    {
        V1Node node = JsonSerializer.Deserialize(
            """
            {"kind":"Node","apiVersion":"v1","metadata":{"name":"n","managedFields":[{"manager":"kubelet","fieldsV1":{"f:spec":{}}}]},
             "spec":{"providerID":"elemental://ns/h","podCIDRs":["10.0.0.0/24"],"taints":[{"key":"k","effect":"NoSchedule","timeAdded":"2026-01-01T00:00:00Z"}]},
             "status":{"nodeInfo":{"machineID":"m","bootID":"b","osImage":"SLE","systemUUID":"u"},"addresses":[{"type":"InternalIP","address":"10.0.0.2"}]}}
            """,
            KindOf<V1Node>.Json)!;

        Assert.Equal("elemental://ns/h", node.Spec!.ProviderID);
        Assert.Equal("NoSchedule", Assert.Single(node.Spec.Taints!).Effect);
        Assert.Equal(new V1NodeSystemInfo { MachineID = "m", BootID = "b", OsImage = "SLE", SystemUUID = "u" }, node.Status!.NodeInfo);
        Assert.DoesNotContain("managedFields", JsonSerializer.Serialize(node, KindOf<V1Node>.Json));
    }

    [Fact]
    public void Field_names_are_case_sensitive() =>
        Assert.Null(JsonSerializer.Deserialize("""{"metadata":{"Name":"n"}}""", KindOf<V1ConfigMap>.Json)!.Metadata.Name);

    [Fact]
    public void The_definition_of_a_custom_resource_is_kept_as_the_server_has_it()
    {
        V1CustomResourceDefinition definition = JsonSerializer.Deserialize(
            """{"metadata":{"name":"x"},"spec":{"group":"g"},"status":{"conditions":[{"type":"Established","status":"True","reason":"InitialNamesAccepted","lastTransitionTime":"2026-01-01T00:00:00Z","message":""}]}}""",
            KindOf<V1CustomResourceDefinition>.Json)!;

        Assert.Equal("g", definition.Spec.Group);
        Assert.Equal("Established", Assert.Single(definition.Status!.Conditions!).Type);
    }

    [Fact]
    public void Texts_that_every_object_has_are_held_in_memory_once()
    {
        const string Json = """{"metadata":{"name":"n","namespace":"fleet","labels":{"cluster.x-k8s.io/cluster-name":"c","esc\u0061ped":"x"},"annotations":{}}}""";
        V1ObjectMeta one = JsonSerializer.Deserialize(Json, KindOf<V1ConfigMap>.Json)!.Metadata;
        V1ObjectMeta other = JsonSerializer.Deserialize(Json, KindOf<V1ConfigMap>.Json)!.Metadata;

        Assert.Same(one.NamespaceProperty, other.NamespaceProperty);
        Assert.Same(one.Labels!.Keys.First(), other.Labels!.Keys.First());
        Assert.Equal(["cluster.x-k8s.io/cluster-name", "escaped"], one.Labels.Keys);
        Assert.Empty(one.Annotations!);
    }

    [Theory]
    [InlineData("""{"metadata":{"labels":{"replicas":3}}}""")]
    [InlineData("""{"metadata":{"labels":["a"]}}""")]
    [InlineData("""{"metadata":{"namespace":7}}""")]
    public void Metadata_of_the_wrong_type_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, KindOf<V1ConfigMap>.Json));

    [Fact]
    public void A_label_without_a_value_is_an_empty_text()
    {
        V1ConfigMap map = JsonSerializer.Deserialize("""{"metadata":{"labels":{"a":null},"namespace":null}}""", KindOf<V1ConfigMap>.Json)!;

        Assert.Equal("", map.Metadata.Labels!["a"]);
        Assert.Null(map.Metadata.NamespaceProperty);
    }

    [Fact]
    public void A_pool_that_overflows_still_tells_every_text_apart()
    {
        for (int number = 0; number < 5000; number++)
        {
            string json = """{"metadata":{"labels":{"key-N":"v"}}}""".Replace("N", number.ToString());
            Assert.Equal($"key-{number}", Assert.Single(JsonSerializer.Deserialize(json, KindOf<V1ConfigMap>.Json)!.Metadata.Labels!).Key);
        }
    }
}
