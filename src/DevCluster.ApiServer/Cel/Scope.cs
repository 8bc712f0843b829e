namespace ElementalProvider.DevCluster.ApiServer.Cel;

/// <summary>A variable, and those that it may hide.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; for the checker, its type.</param>
/// <param name="Outer">The variables around it.</param>
internal sealed record Scope(string Name, object? Value, Scope? Outer)
{
    public static Scope? Find(Scope? scope, string name)
    {
        while (scope is not null && scope.Name != name)
            scope = scope.Outer;
        return scope;
    }
}
