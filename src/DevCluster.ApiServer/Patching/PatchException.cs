namespace ElementalProvider.DevCluster.ApiServer.Patching;

/// <summary>A patch does not fit the object it is applied to.</summary>
internal sealed class PatchException(string message) : Exception(message);
