namespace ElementalProvider.ControllerRuntime.Client;

/// <summary>How to reach the API server could not be found out. The message is one sentence that names the file and the field.</summary>
/// <param name="message">What was tried, what is wrong and what to do.</param>
/// <param name="innerException">What the reader of the file said, if it was that.</param>
public sealed class KubernetesConfigurationException(string message, Exception? innerException = null) : Exception(message, innerException);
