using System.Text.Json.Nodes;
using ElementalProvider.Admission.Tests.Support;
using ElementalProvider.Admission.Webhooks;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Admission.Tests.Rules;

public class HostRuleTests
{
    private const string Kind = "ElementalHost";
    private const string Label = "elementalhost.infrastructure.cluster.x-k8s.io/in-place-update";
    private const string Annotation = "elementalhost.infrastructure.cluster.x-k8s.io/detach";
    private const string Unknown = $"metadata.labels[{Label}]: Unsupported value: \"now\": supported values: \"pending\", \"done\"";
    private const string Empty =
        $"metadata.annotations[{Annotation}]: Required value: say who lets the host go without a reset, and why, such as \"jane: its mainboard is dead\"";

    [Theory]
    [InlineData("pending")]
    [InlineData("done")]
    public void The_label_for_updates_may_be_pending_or_done(string value) =>
        Assert.True(Judging.Update(Kind, "{}", Labelled(value)).IsAllowed);

    [Theory]
    [InlineData("now")]
    [InlineData("")]
    [InlineData("Pending")]
    [InlineData("true")]
    public void Any_other_value_is_refused_by_a_sentence_that_names_the_label_and_what_it_may_be(string value)
    {
        string sentence = Unknown.Replace("now", value, StringComparison.Ordinal);

        Assert.Equal(sentence, Judging.Create(Kind, Labelled(value)).Message);
        Assert.Equal(sentence, Judging.Update(Kind, "{}", Labelled(value)).Message);
        Assert.Equal(sentence, Judging.Update(Kind, Labelled("pending"), Labelled(value)).Message);
    }

    [Fact]
    public void That_a_clone_was_seen_to_takes_a_word()
    {
        const string Resolved = "elementalhost.infrastructure.cluster.x-k8s.io/clone-resolved";

        Assert.Equal(
            $"metadata.annotations[{Resolved}]: Required value: say who saw to it that one machine has the key, and how, such as \"jane: the copy was wiped\"",
            Judging.Update(Kind, "{}", $$$"""{"metadata":{"annotations":{"{{{Resolved}}}":" "} } }""").Message);
        Assert.True(Judging.Update(Kind, "{}", $$$"""{"metadata":{"annotations":{"{{{Resolved}}}":"jane: it is off"} } }""").IsAllowed);
    }

    [Fact]
    public void Other_labels_are_nobodys_business() =>
        Assert.True(Judging.Update(Kind, "{}", """{"metadata":{"labels":{"rack":"now","in-place-update":"now"}}}""").IsAllowed);

    [Fact]
    public void A_host_that_has_an_unknown_value_already_can_be_changed_otherwise_with_a_warning()
    {
        Verdict verdict = Judging.Update(
            Kind, Labelled("now"), $$$"""{"metadata":{"labels":{"{{{Label}}}":"now"} },"spec":{"osVersionManagement":{"osVersion":"v2"} } }""");

        Assert.True(verdict.IsAllowed);
        Assert.Equal([Unknown], verdict.Warnings);
    }

    [Fact]
    public void An_unknown_value_can_be_taken_away_or_corrected_without_a_word()
    {
        AssertSilent(Judging.Update(Kind, Labelled("now"), "{}"));
        AssertSilent(Judging.Update(Kind, Labelled("now"), Labelled("pending")));
    }

    [Fact]
    public void An_unknown_value_cannot_become_another_unknown_one() =>
        Assert.Equal(
            Unknown.Replace("now", "soon", StringComparison.Ordinal), Judging.Update(Kind, Labelled("now"), Labelled("soon")).Message);

    [Fact]
    public void The_finalizer_of_a_host_with_mistakes_can_be_removed()
    {
        const string Stored = $$$"""
            {"metadata":{"labels":{"{{{Label}}}":"now"},"annotations":{"{{{Annotation}}}":""},
             "finalizers":["elementalhost.infrastructure.cluster.x-k8s.io"],"deletionTimestamp":"2026-01-01T00:00:00Z"}}
            """;
        string released = Stored.Replace("\"elementalhost.infrastructure.cluster.x-k8s.io\"", "", StringComparison.Ordinal);

        Verdict verdict = Judging.Update(Kind, Stored, released);

        Assert.True(verdict.IsAllowed);
        Assert.Equal([Unknown, Empty], verdict.Warnings);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\\n")]
    public void To_let_a_host_go_without_a_reason_is_refused(string value) =>
        Assert.Equal(Empty, Judging.Update(Kind, "{}", Annotated(value)).Message);

    [Fact]
    public void A_reason_cannot_be_emptied() => Assert.Equal(Empty, Judging.Update(Kind, Annotated("jane: dead"), Annotated("")).Message);

    [Fact]
    public void To_let_a_host_go_with_a_reason_is_allowed() => Assert.True(Judging.Update(Kind, "{}", Annotated("jane: dead")).IsAllowed);

    [Fact]
    public void Two_mistakes_are_told_at_once() =>
        Assert.Equal(
            $"[{Unknown}, {Empty}]",
            Judging.Update(Kind, "{}", $$$"""{"metadata":{"labels":{"{{{Label}}}":"now"},"annotations":{"{{{Annotation}}}":""} } }""").Message);

    [Theory]
    [InlineData("DELETE", null)]
    [InlineData("CONNECT", null)]
    [InlineData("UPDATE", "status")]
    public void Deletion_and_status_are_never_judged(string operation, string? subResource)
    {
        JsonObject review = Questions.Of(Kind, operation, Questions.Object(Kind, Labelled("now")), Questions.Object(Kind));
        review["request"]!["subResource"] = subResource;

        AssertSilent(Judging.Judge(Kind, review));
    }

    private static void AssertSilent(Verdict verdict) => Assert.Empty(verdict.Refusals.Concat(verdict.Warnings));

    private static string Labelled(string value) => $$$"""{"metadata":{"labels":{"{{{Label}}}":"{{{value}}}"} } }""";

    private static string Annotated(string value) => $$$"""{"metadata":{"annotations":{"{{{Annotation}}}":"{{{value}}}"} } }""";

    private const string Operation = """{"spec":{"operation":{"id":"osversion-1","type":"Upgrade","attempt":1,"wanted":"1"} } }""";
    private const string Written = "spec.operation: Forbidden: it is written by the provider; say what you want in spec.osVersionManagement, of the ElementalMachine "
        + "where one has claimed the host, and allow it on a host that serves a cluster by the label " + Label + "=pending";

    [Theory]
    [InlineData("{}", Operation)]
    [InlineData(Operation, "{}")]
    [InlineData(Operation, """{"spec":{"operation":{"id":"osversion-1","type":"Upgrade","attempt":2,"wanted":"1"} } }""")]
    public void Nobody_but_the_controllers_writes_an_operation(string stored, string written)
    {
        Assert.Equal(Written, Judging.Update(Kind, stored, written).Message);
        Assert.Equal(Written, Judging.Update(Kind, stored, written, fieldManager: "kubectl-edit").Message);
        Assert.True(Judging.Update(Kind, stored, written, fieldManager: "elemental-provider").IsAllowed);
    }

    [Fact]
    public void A_move_brings_operations_along_and_what_stays_as_it_is_is_nobodys_business()
    {
        Assert.True(Judging.Create(Kind, Operation).IsAllowed);
        Assert.True(Judging.Update(Kind, Operation, Operation).IsAllowed);
    }

    private const string Prefix = "elementalhost.infrastructure.cluster.x-k8s.io/";

    [Theory]
    [InlineData("needs-reset", "True", "true")]
    [InlineData("needs-reset", "false", "true")]
    [InlineData("installed", "yes", "true")]
    public void A_label_that_only_says_yes_says_it_in_one_way(string label, string value, string supported) =>
        Assert.Contains(
            $"metadata.labels[{Prefix}{label}]: Unsupported value: \"{value}\": supported values: \"{supported}\"",
            Judging.Update(Kind, "{}", With("labels", label, value)).Refusals);

    [Fact]
    public void A_reset_can_be_asked_for() => Assert.True(Judging.Update(Kind, "{}", With("labels", "needs-reset", "true")).IsAllowed);

    [Theory]
    [InlineData("labels", "label", "in-place-upgrade", "in-place-update")]
    [InlineData("labels", "label", "need-reset", "needs-reset")]
    [InlineData("labels", "label", "paused", null)]
    [InlineData("annotations", "annotation", "detatch", "detach")]
    public void A_key_that_nobody_knows_is_refused_with_the_one_that_was_meant(string map, string kind, string key, string? meant) =>
        Assert.Equal(
            $"metadata.{map}: Invalid value: \"{Prefix}{key}\": the provider knows no such {kind}"
            + $"{(meant is null ? "" : $" (did you mean \"{Prefix}{meant}\"?)")}; those it knows are in its documentation of hosts",
            Judging.Update(Kind, "{}", With(map, key, "pending")).Message);

    [Fact]
    public void A_key_that_nobody_knows_may_come_with_a_move_and_stay()
    {
        Assert.True(Judging.Create(Kind, With("labels", "from-a-later-version", "x")).IsAllowed);
        AssertSilent(Judging.Update(Kind, With("labels", "from-a-later-version", "x"), With("labels", "from-a-later-version", "y")));
        AssertSilent(Judging.Update(Kind, "{}", With("labels", "from-a-later-version", "x"), fieldManager: FieldManagers.Gateway));
    }

    [Theory]
    [InlineData("bootstrapped")]
    [InlineData("installed")]
    [InlineData("reset")]
    public void What_a_host_has_proved_is_written_by_nobody_else(string label)
    {
        string sentence = $"metadata.labels[{Prefix}{label}]: Forbidden: it is written by the provider, from what the host has proved and whom it serves; "
            + "delete the host to have it wiped and registered anew";

        Assert.Equal(sentence, Judging.Update(Kind, "{}", With("labels", label, "true")).Message);
        Assert.Equal(sentence, Judging.Update(Kind, With("labels", label, "true"), "{}").Message);
        AssertSilent(Judging.Update(Kind, "{}", With("labels", label, "true"), fieldManager: FieldManagers.Gateway));
        AssertSilent(Judging.Update(Kind, With("labels", label, "true"), With("labels", label, "true")));
        AssertSilent(Judging.Create(Kind, With("labels", label, "true")));
    }

    [Theory]
    [InlineData("machineRef", """{"name":"m"}""")]
    [InlineData("bootstrapSecret", """{"name":"s"}""")]
    public void A_host_is_given_to_and_taken_from_a_machine_by_the_provider_alone(string field, string value)
    {
        string claimed = $$"""{"spec":{"{{field}}":{{value}} } }""";
        string sentence = $"spec.{field}: Forbidden: it is written by the provider, and a host that is taken from its machine is wiped; "
            + "scale or delete what owns the Machine to have a host claimed or let go";

        Assert.Equal(sentence, Judging.Update(Kind, "{}", claimed).Message);
        Assert.Equal(sentence, Judging.Update(Kind, claimed, "{}", fieldManager: "kubectl-edit").Message);
        AssertSilent(Judging.Update(Kind, "{}", claimed, fieldManager: FieldManagers.Controllers));
        AssertSilent(Judging.Create(Kind, claimed));
    }

    [Fact]
    public void Every_label_and_annotation_of_hosts_is_known_to_the_rules()
    {
        Assert.Equal(Constants(typeof(HostLabels)), HostLabels.All.Keys.Order());
        Assert.Equal(Constants(typeof(HostAnnotations)), HostAnnotations.All.Order());
    }

    private static IEnumerable<string> Constants(Type type) => type.GetFields()
        .Where(field => field.IsLiteral && field.FieldType == typeof(string))
        .Select(field => (string)field.GetRawConstantValue()!)
        .Where(value => value.StartsWith(Prefix, StringComparison.Ordinal) && value != Prefix)
        .Order();

    private static string With(string map, string key, string value) => $$$"""{"metadata":{"{{{map}}}":{"{{{Prefix}}}{{{key}}}":"{{{value}}}"} } }""";
}
