namespace ElementalProvider.Manager;

/// <summary>The manager cannot start. The message is one sentence that says what was tried and what to do.</summary>
/// <param name="message">The sentence.</param>
/// <param name="innerException">What failed underneath.</param>
internal sealed class StartupException(string message, Exception? innerException = null) : Exception(message, innerException);
