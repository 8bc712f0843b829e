namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>The model found something that must never happen.</summary>
internal sealed class InvariantException(string message) : Exception(message);
