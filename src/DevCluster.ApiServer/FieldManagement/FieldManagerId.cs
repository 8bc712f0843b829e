namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>Who owns fields. An applier is the same whatever version it applies; updates are told apart by version.</summary>
internal readonly record struct FieldManagerId(string Manager, bool Applies, string ApiVersion, string Subresource)
{
    public static FieldManagerId Applier(string manager, string subresource) => new(manager, true, string.Empty, subresource);

    public static FieldManagerId Updater(string manager, string apiVersion, string subresource) => new(manager, false, apiVersion, subresource);

    /// <summary>The manager as messages about conflicts name it.</summary>
    public string Display()
    {
        string name = Subresource.Length == 0 ? $"\"{Manager}\"" : $"\"{Manager}\" with subresource \"{Subresource}\"";
        return Applies ? name : $"{name} using {ApiVersion}";
    }
}
