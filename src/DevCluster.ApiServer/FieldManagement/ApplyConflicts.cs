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
