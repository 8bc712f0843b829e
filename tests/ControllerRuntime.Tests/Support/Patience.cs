namespace ElementalProvider.ControllerRuntime.Tests.Support;

/// <summary>How long a test waits for a signal before it gives up.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
}
