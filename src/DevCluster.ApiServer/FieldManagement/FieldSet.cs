using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>
/// A set of field paths, as a trie of path elements in ordinal order. Immutable: operations share what they do not change, so sets of objects
/// that look alike cost little.
/// </summary>
internal sealed class FieldSet
{
    public static readonly FieldSet Empty = new([]);

    private readonly FieldNode[] _nodes;

    private FieldSet(FieldNode[] nodes) => _nodes = nodes;

    public ReadOnlySpan<FieldNode> Nodes => _nodes;

    public bool IsEmpty => _nodes.Length == 0;

    /// <summary>A set of the given first steps, in any order; empty ones are left out, and the elements must differ.</summary>
    public static FieldSet Of(IEnumerable<FieldNode> nodes)
    {
        FieldNode[] kept = [.. nodes.Where(node => !node.IsEmpty)];
        if (kept.Length == 0)
            return Empty;
        Array.Sort(kept, static (left, right) => string.CompareOrdinal(left.Element, right.Element));
        return new FieldSet(kept);
    }

    /// <summary>A set of one path of field names.</summary>
    public static FieldSet OfPath(params ReadOnlySpan<string> names) => names.IsEmpty
        ? Empty
        : new FieldSet([new FieldNode($"f:{names[0]}", names.Length == 1, OfPath(names[1..]))]);

    public FieldNode? Find(string element)
    {
        int low = 0, high = _nodes.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2, order = string.CompareOrdinal(_nodes[middle].Element, element);
            if (order == 0)
                return _nodes[middle];
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return null;
    }

    public FieldSet Union(FieldSet other) => other.IsEmpty ? this : IsEmpty ? other : Combine(this, other, static (left, right) => left || right);

    public FieldSet Intersect(FieldSet other) => IsEmpty || other.IsEmpty ? Empty : Combine(this, other, static (left, right) => left && right);

    public FieldSet Except(FieldSet other) => IsEmpty || other.IsEmpty ? this : Combine(this, other, static (left, right) => left && !right);

    /// <summary>The paths whose first step is kept.</summary>
    public FieldSet Where(Predicate<string> keep)
    {
        FieldNode[] kept = Array.FindAll(_nodes, node => keep(node.Element));
        return kept.Length == _nodes.Length ? this : kept.Length == 0 ? Empty : new FieldSet(kept);
    }

    /// <summary>The set with every declared field on the way to a member made a member too.</summary>
    public FieldSet WithNamedFields(StructuralSchema schema)
    {
        var nodes = new FieldNode[_nodes.Length];
        for (int index = 0; index < nodes.Length; index++)
        {
            FieldNode node = _nodes[index];
            bool isDeclared = node.IsField && !node.Children.IsEmpty && schema.Properties.ContainsKey(node.Name);
            StructuralSchema child = (node.IsField ? schema.Member(node.Name) : schema.Items) ?? StructuralSchema.Anything;
            nodes[index] = new FieldNode(node.Element, node.IsMember || isDeclared, node.Children.WithNamedFields(child));
        }

        return new FieldSet(nodes);
    }

    public bool SameAs(FieldSet other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (_nodes.Length != other._nodes.Length)
            return false;
        for (int index = 0; index < _nodes.Length; index++)
        {
            FieldNode mine = _nodes[index], its = other._nodes[index];
            if (mine.IsMember != its.IsMember || mine.Element != its.Element || !mine.Children.SameAs(its.Children))
                return false;
        }

        return true;
    }

    private static FieldSet Combine(FieldSet left, FieldSet right, Func<bool, bool, bool> rule)
    {
        bool keepsLeft = rule(true, false), keepsRight = rule(false, true);
        var nodes = new List<FieldNode>(left._nodes.Length + (keepsRight ? right._nodes.Length : 0));
        int at = 0, to = 0;
        while (at < left._nodes.Length || to < right._nodes.Length)
        {
            int order = at == left._nodes.Length ? 1 : to == right._nodes.Length ? -1 : string.CompareOrdinal(left._nodes[at].Element, right._nodes[to].Element);
            if (order < 0)
                AddIf(keepsLeft, left._nodes[at++]);
            else if (order > 0)
                AddIf(keepsRight, right._nodes[to++]);
            else
                AddIf(true, Combine(left._nodes[at++], right._nodes[to++], rule));
        }

        return nodes.Count == 0 ? Empty : new FieldSet([.. nodes]);

        void AddIf(bool keep, FieldNode node)
        {
            if (keep && !node.IsEmpty)
                nodes.Add(node);
        }
    }

    private static FieldNode Combine(FieldNode left, FieldNode right, Func<bool, bool, bool> rule) =>
        new(left.Element, rule(left.IsMember, right.IsMember), Combine(left.Children, right.Children, rule));
}
