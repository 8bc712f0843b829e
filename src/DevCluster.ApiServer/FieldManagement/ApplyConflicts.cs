using ElementalProvider.DevCluster.ApiServer.Errors;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>The refusal of an apply that would take fields from others.</summary>
internal static class ApplyConflicts
{
    public static ApiStatusException Refuse(IReadOnlyList<FieldConflict> conflicts)
    {
        StatusCause[] causes = [.. from conflict in conflicts
                                   from path in conflict.Paths()
                                   select new StatusCause("FieldManagerConflict", $"conflict with {conflict.Owner.Display()}", path)];
        return new ApiStatusException(new ApiStatus { Code = 409, Reason = "Conflict", Message = Describe(conflicts, causes.Length), Causes = causes });
    }

    private static string Describe(IReadOnlyList<FieldConflict> conflicts, int count)
    {
        if (count == 1)
            return $"Apply failed with 1 conflict: conflict with {conflicts[0].Owner.Display()}: {conflicts[0].Paths().First()}";
        IEnumerable<string> lines = conflicts.SelectMany(conflict => conflict.Paths().Select(path => $"- {path}").Prepend($"conflicts with {conflict.Owner.Display()}:"));
        return $"Apply failed with {count} conflicts: {string.Join('\n', lines)}";
    }
}

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
