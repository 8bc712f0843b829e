namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>What garbage collection needs of an owner reference.</summary>
internal sealed record OwnerReference(string Uid, bool BlockOwnerDeletion);
