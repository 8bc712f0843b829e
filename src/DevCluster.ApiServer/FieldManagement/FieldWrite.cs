using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>What ownership depends on besides the object: who writes, through which endpoint, when.</summary>
/// <param name="Definition">The resource in the version that the client uses.</param>
/// <param name="Subresource">The endpoint under the object, or empty.</param>
/// <param name="Manager">Name of the field manager.</param>
/// <param name="Now">The time.</param>
internal sealed record FieldWrite(ResourceDefinition Definition, string Subresource, string Manager, DateTimeOffset Now)
{
    private const string Status = "f:status";
    private static readonly FieldSet OwnedByServer = new[] { "name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "managedFields", "resourceVersion" }
        .Select(name => FieldSet.OfPath("metadata", name))
        .Append(FieldSet.OfPath("apiVersion")).Append(FieldSet.OfPath("kind")).Append(FieldSet.OfPath("metadata"))
        .Aggregate((all, one) => all.Union(one));

    public string Time { get; } = Timestamps.Format(Now);

    public FieldManagerId Updater => FieldManagerId.Updater(Manager, Definition.ApiVersion, Subresource);

    public FieldManagerId Applier => FieldManagerId.Applier(Manager, Subresource);

    /// <summary>Fields without those that nobody owns: what identifies the object and what the server sets.</summary>
    public static FieldSet Strip(FieldSet fields) => fields.Except(OwnedByServer);

    /// <summary>Whether this endpoint writes what is under <paramref name="element"/> of the whole object.</summary>
    public bool Reaches(string element) => Subresource switch
    {
        "status" when Definition.IsCustom => element == Status,
        "status" => element != "f:spec",
        "scale" => true,
        _ => element != Status || !Definition.HasStatus,
    };

    public OwnedFields Owned(FieldSet fields) => new(fields, Definition.ApiVersion, Time);
}
