using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.Admission.Reviews;
using ElementalProvider.Admission.Webhooks;

namespace ElementalProvider.Admission.Tests.Support;

/// <summary>Asks the webhook of a kind, without a server in between.</summary>
internal static class Judging
{
    public static Verdict Create(string kind, string written) => Judge(kind, Questions.Create(kind, Questions.Object(kind, written)));

    public static Verdict Update(string kind, string stored, string written, bool isDryRun = false, string? fieldManager = null)
    {
        JsonObject review = Questions.Update(kind, Questions.Object(kind, stored), Questions.Object(kind, written));
        review["request"]!["dryRun"] = isDryRun;
        if (fieldManager is not null)
            review["request"]!["options"]!["fieldManager"] = fieldManager;
        return Judge(kind, review);
    }

    public static Verdict Judge(string kind, JsonObject review) =>
        WebhookTable.Create().Single(webhook => webhook.Type.Kind == kind).Judge(
            review.Deserialize(ReviewJsonContext.Default.AdmissionReview)!.Request!);
}
