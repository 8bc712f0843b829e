using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Registration;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Tokens;

namespace ElementalProvider.AgentGateway.Tests.Registration;

public class HostDraftTests
{
    private static readonly ElementalRegistration Registration = new()
    {
        Metadata = new V1ObjectMeta { Name = "reg" },
        Spec = new ElementalRegistrationSpec
        {
            HostLabels = new Dictionary<string, string> { ["node-role.kubernetes.io/worker"] = "" },
            HostAnnotations = new Dictionary<string, string> { ["motd"] = new string('x', 20_000) },
        },
    };

    [Fact]
    public void What_a_machine_says_of_itself_is_acceptable() => Assert.Null(HostDraft.Refuse(
        Host() with
        {
            Labels = new Dictionary<string, string> { ["serial"] = "4711", ["example.com/rack"] = "r1", ["empty"] = "" },
            Annotations = new Dictionary<string, string> { ["note"] = "two\nlines" },
        },
        Registration));

    [Fact]
    public void What_it_repeats_from_its_registration_is_acceptable_whatever_it_is() => Assert.Null(HostDraft.Refuse(
        Host() with { Labels = Registration.Spec!.HostLabels!, Annotations = Registration.Spec.HostAnnotations! }, Registration));

    [Theory]
    [InlineData("cluster.x-k8s.io/cluster-name")]
    [InlineData("elementalhost.infrastructure.cluster.x-k8s.io/needs-reset")]
    [InlineData("node-role.kubernetes.io/control-plane")]
    [InlineData("kubernetes.io/hostname")]
    [InlineData("apps.k8s.io/x")]
    [InlineData("meta.helm.sh/release-name")]
    public void What_belongs_to_others_is_refused(string key)
    {
        Dictionary<string, string> asked = new() { [key] = "true" };

        Assert.Equal(
            $"labels: {key} belongs to the management cluster, a host cannot set it",
            HostDraft.Refuse(Host() with { Labels = asked }, Registration)?.Sentence);
        Assert.Equal(
            $"annotations: {key} belongs to the management cluster, a host cannot set it",
            HostDraft.Refuse(Host() with { Annotations = asked }, Registration)?.Sentence);
    }

    [Theory]
    [InlineData("two words", "x", "labels: two words must be a name")]
    [InlineData("a\\nb", "x", "labels: a\\nb must be a name")]
    [InlineData("rack", "two words", "labels: the value of rack must be empty")]
    public void What_is_no_label_is_refused_before_the_API_is_asked(string key, string value, string beginning) => Assert.StartsWith(
        beginning,
        HostDraft.Refuse(Host() with { Labels = new Dictionary<string, string> { [key] = value } }, Registration)?.Sentence,
        StringComparison.Ordinal);

    [Fact]
    public void More_than_a_machine_has_to_say_is_refused()
    {
        Dictionary<string, string> many = Enumerable.Range(0, 65).ToDictionary(i => $"l{i}", _ => "x");
        Dictionary<string, string> large = new() { ["note"] = new string('x', 16 * 1024) };

        Assert.Equal("labels: a host can set at most 64 of its own, of 16384 characters in all", HostDraft.Refuse(Host() with { Labels = many }, Registration)?.Sentence);
        Assert.Equal(
            "annotations: a host can set at most 64 of its own, of 16384 characters in all",
            HostDraft.Refuse(Host() with { Annotations = large }, Registration)?.Sentence);
    }

    [Fact]
    public void A_key_in_a_heap_of_other_text_is_refused()
    {
        NewHost host = Host();

        Assert.Equal("public_key", HostDraft.Refuse(host with { PublicKey = new string(' ', 1024) + host.PublicKey }, Registration)?.Field);
    }

    private static NewHost Host()
    {
        Assert.True(Es256Key.TryGetPublicPem(Es256Key.GeneratePrivatePem(), out string? pem));
        return new NewHost { Name = "m-1", PublicKey = pem };
    }
}
