namespace ElementalProvider.Agent.Identity;

/// <summary>The host's identity cannot be read or made. The message is one sentence for a person and holds no key.</summary>
internal sealed class IdentityException(string message) : Exception(message);
