using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.FieldManagement;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Resources;

namespace ElementalProvider.DevCluster.ApiServer.Admission;

/// <summary>A write that is about to happen. Trees are of the stored version, but for subresources with a kind of their own.</summary>
internal sealed record AdmissionQuestion
{
    public required AdmissionOperation Operation { get; init; }

    /// <summary>The resource, and where the warnings of whoever decides go.</summary>
    public required ResourceTarget Target { get; init; }

    /// <summary>Name of the object; empty as long as the server has not made up one.</summary>
    public required string Name { get; init; }

    /// <summary>Namespace of the object; of a namespace, itself; else empty.</summary>
    public string Namespace => Target.Namespace ?? (Target.Definition.Storage == BuiltInResources.Namespaces ? Name : string.Empty);

    /// <summary>What is to be stored, after defaulting; null for a deletion.</summary>
    public JsonObject? Object { get; init; }

    /// <summary>What is stored; null for a creation.</summary>
    public JsonObject? OldObject { get; init; }

    /// <summary>Who will own the fields of <see cref="Object"/>; null where it says so itself, or is no object that is stored.</summary>
    public ManagedFields? Owners { get; init; }

    /// <summary>Who owns the fields of <see cref="OldObject"/>; null where it says so itself, or is no object that is stored.</summary>
    public ManagedFields? OldOwners { get; init; }

    /// <summary>Who asks.</summary>
    public required UserInfo User { get; init; }

    public bool DryRun { get; init; }

    /// <summary>The options of the request as the client gave them, without their kind.</summary>
    public required JsonObject Options { get; init; }

    public static AdmissionQuestion Create(ResourceTarget target, string name, JsonObject resource, WriteOptions options) =>
        Write(AdmissionOperation.Create, target, name, resource, null, options);

    public static AdmissionQuestion Update(ResourceTarget target, JsonObject resource, JsonObject previous, WriteOptions options) =>
        Write(AdmissionOperation.Update, target, target.Name, resource, previous, options);

    public static AdmissionQuestion Delete(ResourceTarget target, JsonObject resource, DeleteOptions options) => new()
    {
        Operation = AdmissionOperation.Delete, Target = target, Name = target.Name, OldObject = resource, User = options.User, DryRun = options.DryRun, Options = options.Requested,
    };

    private static AdmissionQuestion Write(AdmissionOperation operation, ResourceTarget target, string name, JsonObject resource, JsonObject? previous, WriteOptions options) => new()
    {
        Operation = operation, Target = target, Name = name, Object = resource, OldObject = previous, User = options.User, DryRun = options.DryRun, Options = options.Requested,
    };
}

/// <summary>What a request does to an object.</summary>
internal enum AdmissionOperation
{
    /// <summary>The object is new.</summary>
    Create,

    /// <summary>The object, or a part of it that has its own endpoint, changes.</summary>
    Update,

    /// <summary>The object is to go.</summary>
    Delete,
}
