namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>The fields in which two versions of an object differ.</summary>
internal sealed record FieldDifference(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    public FieldSet Changed => Modified.Union(Added);

    /// <summary>The differences whose first step is kept.</summary>
    public FieldDifference Where(Predicate<string> keep) => new(Added.Where(keep), Modified.Where(keep), Removed.Where(keep));
}
