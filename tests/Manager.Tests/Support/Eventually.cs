namespace ElementalProvider.Manager.Tests.Support;

/// <summary>Waits for what another process does.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="explain">What to say where it never does.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> explain)
    {
        using CancellationTokenSource timeout = new(Generous);
        while (!await condition())
        {
            Assert.False(timeout.IsCancellationRequested, explain());
            await Task.Delay(Pause);
        }
    }
}
