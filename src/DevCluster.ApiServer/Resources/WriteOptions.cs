using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Authentication;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>Options of a create, update or patch.</summary>
internal sealed record WriteOptions
{
    /// <summary>Do everything but store the result.</summary>
    public bool DryRun { get; init; }

    public FieldValidation FieldValidation { get; init; }

    /// <summary>Who owns the written fields.</summary>
    public string FieldManager { get; init; } = string.Empty;

    /// <summary>Who writes.</summary>
    public UserInfo User { get; init; } = UserInfo.Server;

    /// <summary>The options as the client gave them.</summary>
    public JsonObject Requested { get; init; } = [];
}
