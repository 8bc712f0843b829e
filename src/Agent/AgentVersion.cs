namespace ElementalProvider.Agent;

/// <summary>The version of this agent.</summary>
internal static class AgentVersion
{
    public static string Text { get; } = typeof(AgentVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
