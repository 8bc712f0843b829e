namespace ElementalProvider.LoadGenerator.Measuring;

/// <summary>Who the load generator says it is, so that its requests can be told from the manager's.</summary>
internal static class UserAgent
{
    public const string Name = "elemental-load";
}
