using ElementalProvider.Api.Meta;

namespace ElementalProvider.Controllers.Contract;

/// <summary>Finds owners as the CAPI contract asks: by group and kind, whatever the version and the controller flag (C6).</summary>
internal static class Owners
{
    /// <summary>The owner reference of a kind, or null.</summary>
    public static OwnerReference? Find(ObjectMeta metadata, string group, string kind) =>
        metadata.OwnerReferences?.FirstOrDefault(owner =>
            owner.Kind == kind && owner.ApiVersion.Split('/') is [string ownerGroup, _] && ownerGroup == group);
}
