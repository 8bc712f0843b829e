using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Patching;
using ElementalProvider.DevCluster.ApiServer.FieldManagement;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>Asks the webhooks of the stored configurations: the mutating ones one after the other, the validating ones all at once.</summary>
internal sealed class WebhookAdmission(WebhookIndex index, ResourceRegistry registry, ObjectStore store, ObjectNormalizer normalizer, WebhookCaller caller) : IAdmission
{
    public async ValueTask<AdmissionQuestion> MutateAsync(AdmissionQuestion request, CancellationToken cancellationToken)
    {
        var asked = new List<Webhook>();
        var again = new HashSet<Webhook>(ReferenceEqualityComparer.Instance);
        foreach (Webhook webhook in index.AllMutating)
        {
            (AdmissionQuestion after, bool changed) = await MutateAsync(webhook, request, cancellationToken);
            request = after;
            if (changed)
                again.UnionWith(asked);
            if (webhook.MayBeAskedAgain)
                asked.Add(webhook);
        }

        foreach (Webhook webhook in asked.Where(again.Contains))
            request = (await MutateAsync(webhook, request, cancellationToken)).After;
        return request;
    }

    public async ValueTask ValidateAsync(AdmissionQuestion request, CancellationToken cancellationToken)
    {
        if (index.AllValidating is not { Count: > 0 } webhooks)
            return;
        var calls = new List<Task<WebhookVerdict>>();
        foreach (Webhook webhook in webhooks)
        {
            if (Match(webhook, request) is { } seenAs)
                calls.Add(caller.AskAsync(webhook, request, seenAs, cancellationToken));
        }

        WebhookVerdict[] verdicts = await Task.WhenAll(calls);
        foreach (WebhookVerdict verdict in verdicts)
            Warn(request, verdict);
        if (verdicts.FirstOrDefault(verdict => verdict.Refusal is not null) is { } refused)
            throw new ApiStatusException(refused.Refusal!);
    }

    private async ValueTask<(AdmissionQuestion After, bool Changed)> MutateAsync(Webhook webhook, AdmissionQuestion request, CancellationToken cancellationToken)
    {
        if (Match(webhook, request) is not { } seenAs)
            return (request, false);
        WebhookVerdict verdict = await caller.AskAsync(webhook, request, seenAs, cancellationToken);
        Warn(request, verdict);
        if (verdict.Refusal is { } refusal)
            throw new ApiStatusException(refusal);
        if (verdict.Patch.Count == 0 || request.Object is null)
            return (request, false);

        JsonObject changed = Apply(verdict.Patch, request, seenAs);
        ManagedFields? owners = request.Owners;
        if (owners is not null && ManagedFieldsText.Read(OwnershipTracker.Detach(changed)) is { IsEmpty: false } edited)
            owners = edited;
        return (request with { Object = changed, Owners = owners }, !changed.SameAs(request.Object));
    }

    /// <summary>Patches what the webhook saw, and brings it back into the stored form as if a client had sent it.</summary>
    private JsonObject Apply(JsonArray patch, AdmissionQuestion request, ResourceDefinition seenAs)
    {
        string subresource = request.Target.Subresource;
        JsonObject served = AdmissionReviewText.Served(request.Object, request.Owners, seenAs, subresource)!;
        try
        {
            JsonPatch.Apply(served, patch);
            if (AdmissionReviewText.HasOwnKind(seenAs, subresource))
                return served;
            normalizer.Normalize(served, seenAs);
        }
        catch (Exception problem) when (problem is PatchException or FormatException)
        {
            throw ApiErrors.Internal(problem.Message);
        }

        seenAs.Converter.ToStorage(served);
        return served;
    }

    private ResourceDefinition? Match(Webhook webhook, AdmissionQuestion request) => WebhookMatcher.Match(webhook, request, registry.Current, store.Current);

    private static void Warn(AdmissionQuestion request, WebhookVerdict verdict)
    {
        foreach (string warning in verdict.Warnings)
        {
            if (!request.Target.Warnings.Contains(warning))
                request.Target.Warnings.Add(warning);
        }
    }
}
