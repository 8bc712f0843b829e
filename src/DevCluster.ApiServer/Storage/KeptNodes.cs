namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>The kept nodes of a feed, in the order of their versions: a ring in which a version is found without walking. Not thread-safe.</summary>
internal sealed class KeptNodes
{
    private const int InitialCapacity = 16;
    private FeedNode?[] _ring = new FeedNode?[InitialCapacity];
    private int _first;

    public int Count { get; private set; }

    public void Add(FeedNode node)
    {
        if (Count == _ring.Length)
            Grow();
        _ring[Slot(Count++)] = node;
    }

    /// <exception cref="InvalidOperationException">There is none.</exception>
    public FeedNode RemoveFirst()
    {
        FeedNode first = Count > 0 ? _ring[_first]! : throw new InvalidOperationException("No event is kept.");
        _ring[_first] = null;
        _first = Slot(1);
        Count--;
        return first;
    }

    /// <summary>The node with the lowest version above <paramref name="version"/>, or null.</summary>
    public FeedNode? FirstAfter(long version)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_ring[Slot(middle)]!.Event!.ResourceVersion <= version)
                low = middle + 1;
            else
                high = middle;
        }

        return low < Count ? _ring[Slot(low)] : null;
    }

    // The length is a power of two.
    private int Slot(int index) => (_first + index) & (_ring.Length - 1);

    private void Grow()
    {
        var larger = new FeedNode?[_ring.Length * 2];
        for (int index = 0; index < Count; index++)
            larger[index] = _ring[Slot(index)];
        (_ring, _first) = (larger, 0);
    }
}
