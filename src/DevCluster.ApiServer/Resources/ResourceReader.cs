using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>Gets and lists objects.</summary>
internal sealed class ResourceReader(ObjectStore store)
{
    private const string ExpiredToken = "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.";

    /// <param name="target">The object.</param>
    /// <param name="resourceVersion">The oldest version that will do, or empty. There is no cache that could be older than the store.</param>
    public StoredObject Get(ResourceTarget target, string resourceVersion = "")
    {
        if (resourceVersion.Length > 0 && !ResourceVersions.TryParse(resourceVersion, out _))
            throw ApiErrors.Unclassified($"strconv.ParseUint: parsing \"{resourceVersion}\": invalid syntax");
        return store.Current.Find(target.Key) ?? throw target.NotFound();
    }

    public ListPage List(ResourceDefinition definition, ListOptions options)
    {
        ListOptionRules.CheckList(options);
        ContinueToken? token = ReadToken(options);
        (long version, StoredCollection collection) = Snapshot(definition, options, token);
        IEnumerable<StoredObject> rest = collection.In(options.Selection.Namespace);
        if (token is not null)
            rest = rest.SkipWhile(item => !IsAfter(item, token));

        var items = new List<StoredObject>();
        using IEnumerator<StoredObject> remaining = rest.GetEnumerator();
        while (remaining.MoveNext())
        {
            StoredObject item = remaining.Current;
            if (!options.Selection.Matches(item))
                continue;
            if (options.Limit > 0 && items.Count == options.Limit)
                return Unfinished(version, items, options, remaining);
            items.Add(item);
        }

        return new ListPage(version, items, string.Empty, null);
    }

    private static ListPage Unfinished(long version, List<StoredObject> items, ListOptions options, IEnumerator<StoredObject> remaining)
    {
        StoredObject last = items[^1];
        string next = new ContinueToken(version, last.Key.Namespace, last.Key.Name).Encode();
        if (options.Selection.HasSelector)
            return new ListPage(version, items, next, null);
        long count = 1;
        while (remaining.MoveNext())
            count++;
        return new ListPage(version, items, next, count);
    }

    private static bool IsAfter(StoredObject item, ContinueToken token)
    {
        int byNamespace = NamespaceOrder.Instance.Compare(item.Key.Namespace, token.Namespace);
        return byNamespace > 0 || (byNamespace == 0 && string.CompareOrdinal(item.Key.Name, token.Name) > 0);
    }

    private static ContinueToken? ReadToken(ListOptions options)
    {
        if (options.Continue.Length == 0)
            return null;
        if (options.ResourceVersion is not ("" or "0"))
            throw ApiErrors.BadRequest("specifying resource version is not allowed when using continue");
        return ContinueToken.Decode(options.Continue) ?? throw ApiErrors.BadRequest("continue key is not valid: illegal base64 data");
    }

    private (long Version, StoredCollection Collection) Snapshot(ResourceDefinition definition, ListOptions options, ContinueToken? token)
    {
        StoreState state = store.Current;
        long? wanted = token?.ResourceVersion ?? ParseVersion(options.ResourceVersion);
        if (wanted > state.ResourceVersion)
            throw ApiErrors.VersionTooLarge(wanted.Value, state.ResourceVersion);
        bool exact = token is not null || options.ResourceVersionMatch == "Exact";
        if (!exact || wanted is null)
            return (state.ResourceVersion, state.Collection(definition.Storage));
        StoredCollection? collection = store.CollectionAt(definition.Storage, wanted.Value);
        return (wanted.Value, collection ?? throw ApiErrors.Expired(token is null ? "The resourceVersion for the provided list is too old." : ExpiredToken));
    }

    private static long? ParseVersion(string text)
    {
        if (text.Length == 0)
            return null;
        return ResourceVersions.TryParse(text, out long version) ? version : throw ApiErrors.BadRequest($"Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
    }
}
