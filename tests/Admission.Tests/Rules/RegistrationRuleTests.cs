using System.Text.Json.Nodes;
using ElementalProvider.Admission.Tests.Support;
using ElementalProvider.Admission.Webhooks;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Admission.Tests.Rules;

public class RegistrationRuleTests
{
    private const string Kind = "ElementalRegistration";
    private const string Label = "elementalhost.infrastructure.cluster.x-k8s.io/in-place-update";
    private const string Detach = "elementalhost.infrastructure.cluster.x-k8s.io/detach";
    private const string TokenDuration = "spec.config.elemental.registration.tokenDuration";
    private const string WorkDir = "spec.config.elemental.agent.workDir";
    private const string HandedOut =
        "Forbidden: elementalhost.infrastructure.cluster.x-k8s.io/… tells the provider what one host is and must do; set it on that host, once it has registered";

    public static TheoryData<string, string?> Specs => new()
    {
        { "{}", null },
        { """{"privateKeyRef":{"name":"key"}}""", null },
        { """{"privateKeyRef":{"name":"key","namespace":"default"}}""", null },
        { """{"privateKeyRef":{}}""", "spec.privateKeyRef.name: Required value: names the Secret with the signing key" },
        { """{"privateKeyRef":{"name":"key","namespace":"other"}}""", "spec.privateKeyRef.namespace: Invalid value: \"other\": must be the namespace of the registration" },
        { """{"hostLabels":{"rack":"r1"},"hostAnnotations":{"Example.com/note":"any text at all"}}""", null },
        { """{"hostLabels":{"my rack":"r1"}}""", $"spec.hostLabels: Invalid value: \"my rack\": {LabelSyntax.KeyRule}" },
        { """{"hostLabels":{"rack":"r 1"}}""", $"spec.hostLabels[rack]: Invalid value: \"r 1\": {LabelSyntax.ValueRule}" },
        { $$"""{"hostLabels":{"{{Label}}":"now"} }""", $"spec.hostLabels[{Label}]: {HandedOut}" },
        { $$"""{"hostLabels":{"{{Label}}":"pending"} }""", $"spec.hostLabels[{Label}]: {HandedOut}" },
        { $$"""{"hostAnnotations":{"{{Detach}}":"jane: dead"} }""", $"spec.hostAnnotations[{Detach}]: {HandedOut}" },
        { Registration("""{"tokenDuration":0}"""), null },
        { Registration("""{"tokenDuration":"24h"}"""), null },
        { Registration("""{"tokenDuration":"-1h"}"""), null },
        { Registration("""{"tokenDuration":86400000000000}"""), null },
        { Registration("""{"tokenDuration":"a day"}"""), $"{TokenDuration}: Invalid value: \"a day\": must be a duration such as 24h, or nanoseconds; 0 means no expiry" },
        { Registration("""{"tokenDuration":86400}"""), $"{TokenDuration}: Invalid value: \"86400\": a number without a unit is nanoseconds: write \"86400s\" for 86400 seconds, or \"24h\"" },
        { """{"hostAnnotations":{"my note":"x"}}""", $"spec.hostAnnotations: Invalid value: \"my note\": {LabelSyntax.KeyRule}" },
        { """{"limits":{"maxHosts":10,"registrationsPerMinute":60,"labelKeys":["rack","example.com/*"]}}""", null },
        { """{"limits":{"labelKeys":["two words"]}}""", $"spec.limits.labelKeys: Invalid value: \"two words\": {OwnLabelKeys.PatternRule}" },
        { """{"limits":{"labelKeys":["cluster.x-k8s.io/*"]}}""", $"spec.limits.labelKeys: Invalid value: \"cluster.x-k8s.io/*\": {OwnLabelKeys.PatternRule}" },
        { Agent("""{"workDir":"/var/lib/agent"}"""), null },
        { Agent("""{"workDir":""}"""), null },
        { Agent("""{"workDir":"/"}"""), $"{WorkDir}: Invalid value: \"/\": must be a folder of the agent's own, such as /var/lib/elemental/agent: a reset deletes it" },
        { Agent("""{"workDir":"/a/.."}"""), $"{WorkDir}: Invalid value: \"/a/..\": must be a folder of the agent's own, such as /var/lib/elemental/agent: a reset deletes it" },
        { Agent("""{"reconciliation":10}"""), "spec.config.elemental.agent.reconciliation: Invalid value: \"10\": a number without a unit is nanoseconds: write \"10s\" for 10 seconds, or \"24h\"" },
        { Agent("""{"workDir":"agent"}"""), "spec.config.elemental.agent.workDir: Invalid value: \"agent\": must be an absolute path" },
        { Agent("""{"hostname":{"prefix":"m-"}}"""), null },
        { Agent("""{"hostname":{"prefix":"M-"}}"""), $"spec.config.elemental.agent.hostname.prefix: Invalid value: \"M-\": {HostnameRules.PrefixRule}" },
        { Agent("""{"hostname":{"prefix":"-m"}}"""), $"spec.config.elemental.agent.hostname.prefix: Invalid value: \"-m\": {HostnameRules.PrefixRule}" },
        { Agent("""{"reconciliation":"1m30s"}"""), null },
        { Agent("""{"reconciliation":10000000000}"""), null },
        { Agent("""{"reconciliation":0}"""), null },
        { Agent("""{"reconciliation":"soon"}"""), "spec.config.elemental.agent.reconciliation: Invalid value: \"soon\": must be a duration such as 10s or 1m30s, or nanoseconds" },
        { Agent("""{"reconciliation":-5}"""), "spec.config.elemental.agent.reconciliation: Invalid value: \"-5\": must be a duration such as 10s or 1m30s, or nanoseconds" },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void What_would_only_show_when_a_machine_registers_is_refused_at_once(string spec, string? sentence) =>
        Assert.Equal(sentence is null ? [] : [sentence], Judging.Create(Kind, $$"""{"spec":{{spec}} }""").Refusals);

    [Fact]
    public void The_provider_fills_in_a_registration_although_it_has_an_old_mistake()
    {
        const string Stored = """{"spec":{"hostLabels":{"rack":"r 1"}}}""";
        const string Filled = """{"spec":{"hostLabels":{"rack":"r 1"},"privateKeyRef":{"name":"key"}}}""";

        Assert.True(Judging.Update(Kind, Stored, Filled).IsAllowed);
        Assert.Single(Judging.Update(Kind, Stored, Filled).Warnings);
    }

    private static string Registration(string endpoint) => $$"""{"config":{"elemental":{"registration":{{endpoint}} } } }""";

    private static string Agent(string settings) => $$"""{"config":{"elemental":{"agent":{{settings}} } } }""";

    [Fact]
    public void Whoever_deletes_a_registration_is_told_that_it_stays_for_its_hosts_and_is_not_refused()
    {
        Verdict verdict = Deleted("{}");

        Assert.True(verdict.IsAllowed);
        Assert.Contains("stays until those it has are gone, detached or moved", Assert.Single(verdict.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void T14_clusterctl_which_moves_it_is_told_nothing() =>
        Assert.Empty(Deleted("""{"metadata":{"annotations":{"clusterctl.cluster.x-k8s.io/delete-for-move":""}}}""").Warnings);

    private static Verdict Deleted(string stored)
    {
        JsonObject review = Questions.Of(Kind, "DELETE", null, Questions.Object(Kind, stored));
        return Judging.Judge(Kind, review);
    }
}
