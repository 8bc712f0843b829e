using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>A page of a list.</summary>
/// <param name="ResourceVersion">Version of the snapshot.</param>
/// <param name="Items">The objects.</param>
/// <param name="Continue">Token for the next page, or empty.</param>
/// <param name="Remaining">How many follow, where that is known.</param>
internal sealed record ListPage(long ResourceVersion, IReadOnlyList<StoredObject> Items, string Continue, long? Remaining);
