using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>One webhook of a stored configuration.</summary>
internal sealed record Webhook
{
    public required string Name { get; init; }

    public bool IsMutating { get; init; }

    /// <summary>Where it is called; the host of a service is its cluster name, such as hook.system.svc.</summary>
    public required Uri Address { get; init; }

    /// <summary>Certificates (PEM) that its server's certificate must come from; empty for those this computer trusts.</summary>
    public string CaPem { get; init; } = string.Empty;

    public IReadOnlyList<WebhookRule> Rules { get; init; } = [];

    public LabelSelector NamespaceSelector { get; init; } = LabelSelector.Everything;

    public LabelSelector ObjectSelector { get; init; } = LabelSelector.Everything;

    /// <summary>What must hold for a request beside the rules and the selectors.</summary>
    public IReadOnlyList<MatchCondition> MatchConditions { get; init; } = [];

    /// <summary>Whether its rules also stand for other served versions of the resources they name.</summary>
    public bool MatchesEquivalents { get; init; } = true;

    /// <summary>Whether requests pass when it cannot be asked.</summary>
    public bool IgnoresFailures { get; init; }

    /// <summary>Whether it is asked again when another webhook changed the object after it.</summary>
    public bool MayBeAskedAgain { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
