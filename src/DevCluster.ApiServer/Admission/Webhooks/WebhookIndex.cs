using System.Collections.Immutable;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>All webhooks, in the order in which they are called: by the name of their configuration, then as listed there.</summary>
internal sealed class WebhookIndex
{
    public const string Group = "admissionregistration.k8s.io";
    public const string Mutating = "mutatingwebhookconfigurations.admissionregistration.k8s.io";
    public const string Validating = "validatingwebhookconfigurations.admissionregistration.k8s.io";
    private static readonly ImmutableSortedDictionary<string, ImmutableArray<Webhook>> Nothing = ImmutableSortedDictionary.Create<string, ImmutableArray<Webhook>>(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, ImmutableArray<Webhook>> _mutating = Nothing;
    private ImmutableSortedDictionary<string, ImmutableArray<Webhook>> _validating = Nothing;
    private volatile IReadOnlyList<Webhook> _allMutating = [];
    private volatile IReadOnlyList<Webhook> _allValidating = [];

    public IReadOnlyList<Webhook> AllMutating => _allMutating;

    public IReadOnlyList<Webhook> AllValidating => _allValidating;

    /// <summary>For <see cref="ObjectStore.Committed"/>: a configuration is in force as soon as its write is answered.</summary>
    public void OnCommitted(StoreEvent storeEvent)
    {
        if (storeEvent.Object.Key.Resource == Mutating)
            _allMutating = Change(ref _mutating, storeEvent);
        else if (storeEvent.Object.Key.Resource == Validating)
            _allValidating = Change(ref _validating, storeEvent);
    }

    private static Webhook[] Change(ref ImmutableSortedDictionary<string, ImmutableArray<Webhook>> configurations, StoreEvent storeEvent)
    {
        string name = storeEvent.Object.Key.Name;
        configurations = storeEvent.Type == StoreEventType.Deleted ? configurations.Remove(name) : configurations.SetItem(name, [.. WebhookReader.Read(storeEvent.Object.Parse())]);
        return [.. configurations.Values.SelectMany(webhooks => webhooks)];
    }
}
