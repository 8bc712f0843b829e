namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>Orders namespaces as the reference server does: by the bytes of the namespace followed by a slash.</summary>
internal sealed class NamespaceOrder : IComparer<string>
{
    public static readonly NamespaceOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x, right = y;
        int common = left.CommonPrefixLength(right);
        char first = common < left.Length ? left[common] : '/';
        char second = common < right.Length ? right[common] : '/';
        return first != second ? first.CompareTo(second) : left.Length.CompareTo(right.Length);
    }
}
