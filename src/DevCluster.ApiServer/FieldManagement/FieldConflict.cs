namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>Fields that an apply would take from another manager.</summary>
internal sealed record FieldConflict(FieldManagerId Owner, FieldSet Fields)
{
    /// <summary>The fields as .spec.ports[name="a"].number.</summary>
    public IEnumerable<string> Paths() => Paths(Fields, string.Empty);

    private static IEnumerable<string> Paths(FieldSet fields, string prefix)
    {
        foreach (FieldNode node in fields.Nodes.ToArray())
        {
            string path = prefix + FieldElement.Display(node.Element);
            if (node.IsMember)
                yield return path;
            foreach (string child in Paths(node.Children, path))
                yield return child;
        }
    }
}
