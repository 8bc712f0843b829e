namespace ElementalProvider.DevCluster.Moving;

/// <summary>In which order the objects of a move go.</summary>
internal static class MoveOrder
{
    /// <summary>Groups of objects, each after the groups of its owners. An owner that does not move counts for nothing.</summary>
    /// <exception cref="DevClusterException">Objects own each other.</exception>
    public static IReadOnlyList<IReadOnlyList<MovedObject>> OwnersFirst(IReadOnlyCollection<MovedObject> objects)
    {
        HashSet<string> waiting = [.. objects.Select(each => each.Uid)];
        List<MovedObject> left = [.. objects];
        List<IReadOnlyList<MovedObject>> groups = [];
        while (left.Count > 0)
        {
            MovedObject[] next = [.. left.Where(each => !each.OwnerUids.Any(waiting.Contains))];
            if (next is [])
                throw new DevClusterException($"{left[0].Title} cannot be moved: it and its owners own each other.");

            groups.Add(next);
            left.RemoveAll(next.Contains);
            waiting.ExceptWith(next.Select(each => each.Uid));
        }

        return groups;
    }
}
