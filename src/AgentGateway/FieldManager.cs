namespace ElementalProvider.AgentGateway;

/// <summary>The name under which the API server records what the gateway writes.</summary>
internal static class FieldManager
{
    /// <summary>The name.</summary>
    public const string Name = "elemental-gateway";
}
