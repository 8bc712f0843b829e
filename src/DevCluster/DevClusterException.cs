namespace ElementalProvider.DevCluster;

/// <summary>Something that the user must change; the message is one sentence that says what.</summary>
internal sealed class DevClusterException(string message) : Exception(message);
