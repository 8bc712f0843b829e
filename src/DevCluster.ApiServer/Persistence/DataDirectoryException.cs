namespace ElementalProvider.DevCluster.ApiServer.Persistence;

/// <summary>The data directory cannot be used. The message is one sentence that says why and what to do.</summary>
/// <param name="message">The sentence.</param>
/// <param name="innerException">What was underneath.</param>
public sealed class DataDirectoryException(string message, Exception? innerException = null) : Exception(message, innerException);
