using ElementalProvider.Admission.Tests.Support;

namespace ElementalProvider.Admission.Tests.Rules;

public class TemplateRuleTests
{
    private const string Immutable = "spec.template.spec: Forbidden: a template does not change; create another one and let its users refer to that";
    private const string DryRun = "topology.cluster.x-k8s.io/dry-run";

    /// <summary>A kind, its spec before and after.</summary>
    public static TheoryData<string, string, string> Changes => new()
    {
        { "ElementalMachineTemplate", """{"selector":{"matchLabels":{"rack":"r1"}}}""", """{"selector":{"matchLabels":{"rack":"r2"}}}""" },
        { "ElementalMachineTemplate", "{}", """{"osVersionManagement":{"osVersion":"v2"}}""" },
        { "ElementalMachineTemplate", """{"osVersionManagement":{"keep":[1,2]}}""", """{"osVersionManagement":{"keep":[2,1]}}""" },
        { "ElementalMachineTemplate", """{"unknown":1}""", """{"unknown":2}""" },
        { "ElementalClusterTemplate", "{}", """{"controlPlaneEndpoint":{"host":"h","port":6443}}""" },
        { "ElementalClusterTemplate", """{"controlPlaneEndpoint":{"host":"h","port":6443}}""", """{"controlPlaneEndpoint":{"host":"h","port":6444}}""" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void MT2_A_changed_spec_is_refused(string kind, string before, string after) =>
        Assert.Equal(Immutable, Judging.Update(kind, Template(before), Template(after)).Message);

    [Theory]
    [MemberData(nameof(Changes))]
    public void MT2_A_dry_run_without_the_annotation_is_refused(string kind, string before, string after) =>
        Assert.Equal(Immutable, Judging.Update(kind, Template(before), Template(after), isDryRun: true).Message);

    [Theory]
    [MemberData(nameof(Changes))]
    public void MT2_The_annotation_without_a_dry_run_is_refused(string kind, string before, string after) =>
        Assert.Equal(Immutable, Judging.Update(kind, Template(before), Template(after, DryRun)).Message);

    [Theory]
    [MemberData(nameof(Changes))]
    public void MT2_A_dry_run_with_the_annotation_is_accepted(string kind, string before, string after) =>
        Assert.True(Judging.Update(kind, Template(before), Template(after, DryRun), isDryRun: true).IsAllowed);

    [Theory]
    [MemberData(nameof(Changes))]
    public void MT2_Changed_metadata_is_accepted(string kind, string before, string after)
    {
        Assert.True(Judging.Update(kind, Template(before), Template(before, "example.com/owner")).IsAllowed);
        Assert.True(Judging.Update(kind, Template(after, "example.com/owner"), Template(after)).IsAllowed);
    }

    [Theory]
    [InlineData("ElementalMachineTemplate")]
    [InlineData("ElementalClusterTemplate")]
    public void CT3_Labels_of_the_clones_may_change(string kind) =>
        Assert.True(Judging.Update(
            kind, """{"spec":{"template":{"spec":{}}}}""", """{"spec":{"template":{"metadata":{"labels":{"a":"b"}},"spec":{}}}}""").IsAllowed);

    [Fact]
    public void The_order_of_fields_is_no_change() =>
        Assert.True(Judging.Update(
            "ElementalMachineTemplate",
            Template("""{"osVersionManagement":{"a":1,"b":2}}"""),
            Template("""{"osVersionManagement":{"b":2,"a":1}}""")).IsAllowed);

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_new_template_says_what_it_likes(string kind, string before, string after)
    {
        Assert.True(Judging.Create(kind, Template(before)).IsAllowed);
        Assert.True(Judging.Create(kind, Template(after)).IsAllowed);
    }

    [Fact]
    public void G4_What_the_provider_writes_has_no_place_in_a_template()
    {
        const string Rule = "Forbidden: the provider writes it to each machine; take it out of the template";

        Assert.Equal(
            [$"spec.template.spec.providerID: {Rule}", $"spec.template.spec.hostRef: {Rule}"],
            Judging.Create("ElementalMachineTemplate", Template("""{"providerID":"elemental://default/h1","hostRef":{"name":"h1"}}""")).Refusals);
    }

    private static string Template(string spec, string? annotation = null)
    {
        string metadata = annotation is null ? "{}" : $$$"""{"annotations":{"{{{annotation}}}":""} }""";
        return $$$"""{"metadata":{{{metadata}}},"spec":{"template":{"spec":{{{spec}}} } } }""";
    }
}
