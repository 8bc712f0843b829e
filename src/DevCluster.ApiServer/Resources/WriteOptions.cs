using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Authentication;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>Options of a create, update or patch.</summary>
internal sealed record WriteOptions
{
    /// <summary>Do everything but store the result.</summary>
    public bool DryRun { get; init; }

    public FieldValidation FieldValidation { get; init; }

    /// <summary>Who owns the written fields. What the server changes on its own account is owned by the controllers it has in it.</summary>
    public string FieldManager { get; init; } = "kube-controller-manager";

    /// <summary>Whether an apply takes fields from other managers.</summary>
    public bool Force { get; init; }

    /// <summary>The subresource that ownership is noted for, where it is not the one of the target.</summary>
    public string? OwnedThrough { get; init; }

    /// <summary>Whether a patch may look at, or change, metadata.managedFields.</summary>
    public bool ShowsOwners { get; init; }

    /// <summary>Who writes.</summary>
    public UserInfo User { get; init; } = UserInfo.Server;

    /// <summary>The options as the client gave them.</summary>
    public JsonObject Requested { get; init; } = [];
}

/// <summary>What happens to unknown and repeated fields of a body.</summary>
internal enum FieldValidation
{
    /// <summary>They are dropped with a warning.</summary>
    Warn,

    /// <summary>They are dropped.</summary>
    Ignore,

    /// <summary>They are an error.</summary>
    Strict,
}
