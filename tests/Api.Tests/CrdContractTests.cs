using System.Text.Json.Nodes;
using ElementalProvider.Api.Elemental;
using ElementalProvider.CrdGenerator;
using YamlDotNet.RepresentationModel;

namespace ElementalProvider.Api.Tests;

/// <summary>The generated definitions against what Cluster API and manifests written for the older provider expect of them.</summary>
public class CrdContractTests
{
    private static readonly IReadOnlyDictionary<string, YamlMappingNode> Definitions = CrdFiles.Generate(typeof(ElementalHost).Assembly)
        .Where(file => file.Name != "kustomization.yaml")
        .Select(file => Parse(file.Content))
        .ToDictionary(crd => Scalar(crd, "spec", "names", "kind"));

    public static TheoryData<string> Kinds => new(Definitions.Keys);

    [Fact]
    public void Every_kind_of_the_provider_has_a_definition() => Assert.Equal(
        ["ElementalCluster", "ElementalClusterTemplate", "ElementalHost", "ElementalMachine", "ElementalMachineTemplate", "ElementalRegistration"],
        Definitions.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void V2_One_served_version_carries_the_labels_of_both_contracts(string kind)
    {
        Assert.Equal("v1beta1", Scalar(Definitions[kind], "metadata", "labels", "cluster.x-k8s.io/v1beta1"));
        Assert.Equal("v1beta1", Scalar(Definitions[kind], "metadata", "labels", "cluster.x-k8s.io/v1beta2"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void G1_Names_follow_from_the_kind(string kind)
    {
        YamlMappingNode crd = Definitions[kind];
        string plural = kind.ToLowerInvariant() + "s";
        Assert.Equal(plural, Scalar(crd, "spec", "names", "plural"));
        Assert.Equal($"{plural}.infrastructure.cluster.x-k8s.io", Scalar(crd, "metadata", "name"));
        Assert.Equal($"{kind}List", Scalar(crd, "spec", "names", "listKind"));
        Assert.Equal("Namespaced", Scalar(crd, "spec", "scope"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void G2_Every_kind_is_in_the_cluster_api_category_and_has_a_short_name(string kind)
    {
        YamlMappingNode names = (YamlMappingNode)Node(Definitions[kind], "spec", "names");
        Assert.Contains("cluster-api", ((YamlSequenceNode)names["categories"]).Select(node => node.ToString()));
        Assert.NotEmpty((YamlSequenceNode)names["shortNames"]);
    }

    [Theory]
    [InlineData("ElementalHost", true)]
    [InlineData("ElementalRegistration", true)]
    [InlineData("ElementalMachine", false)]
    public void MV2_Free_hosts_and_registrations_follow_a_move(string kind, bool follows) => Assert.Equal(
        follows,
        ((YamlMappingNode)Node(Definitions[kind], "metadata", "labels")).Children.ContainsKey("clusterctl.cluster.x-k8s.io/move-hierarchy"));

    // What manifests and scripts of the older provider may set or read.
    [Theory]
    [InlineData("ElementalHost", "spec.bootstrapSecret.name")]
    [InlineData("ElementalHost", "spec.machineRef.uid")]
    [InlineData("ElementalHost", "spec.pubKey")]
    [InlineData("ElementalHost", "spec.osVersionManagement")]
    [InlineData("ElementalHost", "status.phase")]
    [InlineData("ElementalHost", "status.conditions")]
    [InlineData("ElementalMachine", "spec.providerID")]
    [InlineData("ElementalMachine", "spec.selector.matchLabels")]
    [InlineData("ElementalMachine", "spec.selector.matchExpressions")]
    [InlineData("ElementalMachine", "spec.hostRef.name")]
    [InlineData("ElementalMachine", "spec.osVersionManagement")]
    [InlineData("ElementalMachine", "status.ready")]
    [InlineData("ElementalMachine", "status.initialization.provisioned")]
    [InlineData("ElementalMachineTemplate", "spec.template.spec.osVersionManagement")]
    [InlineData("ElementalMachineTemplate", "spec.template.metadata.labels")]
    [InlineData("ElementalCluster", "spec.controlPlaneEndpoint.host")]
    [InlineData("ElementalCluster", "spec.controlPlaneEndpoint.port")]
    [InlineData("ElementalCluster", "status.initialization.provisioned")]
    [InlineData("ElementalClusterTemplate", "spec.template.spec.controlPlaneEndpoint.host")]
    [InlineData("ElementalRegistration", "spec.hostLabels")]
    [InlineData("ElementalRegistration", "spec.hostAnnotations")]
    [InlineData("ElementalRegistration", "spec.privateKeyRef.name")]
    [InlineData("ElementalRegistration", "spec.config.cloudConfig")]
    [InlineData("ElementalRegistration", "spec.config.elemental.install")]
    [InlineData("ElementalRegistration", "spec.config.elemental.reset")]
    [InlineData("ElementalRegistration", "spec.config.elemental.registration.uri")]
    [InlineData("ElementalRegistration", "spec.config.elemental.registration.caCert")]
    [InlineData("ElementalRegistration", "spec.config.elemental.registration.token")]
    [InlineData("ElementalRegistration", "spec.config.elemental.registration.tokenDuration")]
    [InlineData("ElementalRegistration", "spec.config.elemental.agent.workDir")]
    [InlineData("ElementalRegistration", "spec.config.elemental.agent.hostname.useExisting")]
    [InlineData("ElementalRegistration", "spec.config.elemental.agent.hostname.prefix")]
    [InlineData("ElementalRegistration", "spec.config.elemental.agent.noSmbios")]
    [InlineData("ElementalRegistration", "spec.config.elemental.agent.debug")]
    [InlineData("ElementalRegistration", "spec.config.elemental.agent.osPlugin")]
    [InlineData("ElementalRegistration", "spec.config.elemental.agent.reconciliation")]
    [InlineData("ElementalRegistration", "spec.config.elemental.agent.insecureAllowHttp")]
    [InlineData("ElementalRegistration", "spec.config.elemental.agent.insecureSkipTlsVerify")]
    [InlineData("ElementalRegistration", "spec.config.elemental.agent.useSystemCertPool")]
    [InlineData("ElementalRegistration", "spec.config.elemental.agent.postInstall.powerOff")]
    [InlineData("ElementalRegistration", "spec.config.elemental.agent.postReset.reboot")]
    public void Fields_of_the_older_provider_keep_their_names(string kind, string path)
    {
        YamlNode schema = Schema(kind);
        foreach (string field in path.Split('.'))
            schema = ((YamlMappingNode)((YamlMappingNode)schema)["properties"])[field];

        Assert.NotEqual("", Scalar(schema, "description"));
    }

    [Fact]
    public void T9_A_machine_has_no_failure_domain_in_its_spec() =>
        Assert.False(((YamlMappingNode)Node(Schema("ElementalMachine"), "properties", "spec", "properties")).Children.ContainsKey("failureDomain"));

    [Fact]
    public void Free_form_input_of_the_OS_plugin_must_be_an_object()
    {
        YamlNode management = Node(Schema("ElementalHost"), "properties", "spec", "properties", "osVersionManagement");
        Assert.Equal("object", Scalar(management, "type"));
        Assert.Equal("true", Scalar(management, "x-kubernetes-preserve-unknown-fields"));
    }

    [Fact]
    public void Conditions_are_a_map_by_type_so_that_writers_do_not_overwrite_each_other()
    {
        YamlNode conditions = Node(Schema("ElementalHost"), "properties", "status", "properties", "conditions");
        Assert.Equal("map", Scalar(conditions, "x-kubernetes-list-type"));
        Assert.Equal("type", ((YamlSequenceNode)Node(conditions, "x-kubernetes-list-map-keys")).Single().ToString());
    }

    [Fact]
    public void A_type_that_has_no_place_in_a_schema_is_refused_by_name()
    {
        SchemaBuilder builder = new(XmlDocumentation.Load(typeof(ElementalHost).Assembly));
        Exception error = Assert.Throws<NotSupportedException>(() => builder.Of(typeof(Holder).GetProperty(nameof(Holder.Unsupported))!));
        Assert.Contains("has no place in a CRD schema", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_contains_itself_is_refused_with_the_way_it_was_reached()
    {
        SchemaBuilder builder = new(XmlDocumentation.Load(typeof(ElementalHost).Assembly));
        Exception error = Assert.Throws<NotSupportedException>(() => builder.Of(typeof(Holder).GetProperty(nameof(Holder.Recursive))!));
        Assert.Contains("contains itself (Loop)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_without_a_doc_comment_is_refused_by_name()
    {
        SchemaBuilder builder = new(XmlDocumentation.Load(typeof(ElementalHost).Assembly));
        Exception error = Assert.Throws<InvalidOperationException>(() => builder.Of(typeof(Undocumented).GetProperty(nameof(Undocumented.Name))!));
        Assert.Contains("Undocumented.Name has no doc comment", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", "'true'")]
    [InlineData("1.5", "'1.5'")]
    [InlineData("no", "'no'")]
    [InlineData("", "''")]
    [InlineData("~", "'~'")]
    [InlineData("plain words", "plain words")]
    public void Strings_stay_strings_in_YAML(string value, string written) =>
        Assert.Contains($"key: {written}\n", YamlText.Write(new JsonObject { ["key"] = value }), StringComparison.Ordinal);

    private static YamlNode Schema(string kind) =>
        Node(((YamlSequenceNode)Node(Definitions[kind], "spec", "versions"))[0], "schema", "openAPIV3Schema");

    private static YamlNode Node(YamlNode node, params string[] path) => path.Aggregate(node, (current, key) => ((YamlMappingNode)current)[key]);

    private static string Scalar(YamlNode node, params string[] path) => Node(node, path).ToString();

    private static YamlMappingNode Parse(string text)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private sealed class Holder
    {
        /// <summary>No JSON schema type has its precision.</summary>
        public decimal? Unsupported { get; init; }

        /// <summary>Contains itself.</summary>
        public Loop? Recursive { get; init; }
    }

    private sealed class Loop
    {
        /// <summary>And again.</summary>
        public Loop? Inner { get; init; }
    }

    private sealed class Undocumented
    {
        public string? Name { get; init; }
    }
}
