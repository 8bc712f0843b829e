namespace ElementalProvider.AgentGateway.Tests.Support;

/// <summary>Waits for what another thread or process does, where there is no signal to wait on.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until a condition holds.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        using CancellationTokenSource timeout = new(Generous);
        while (!await condition())
            await Task.Delay(Pause, timeout.Token);
    }

    /// <summary>Waits for a task, but not for ever.</summary>
    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Generous);

    /// <summary>Waits for a task, but not for ever.</summary>
    public static Task InTime(this Task task) => task.WaitAsync(Generous);
}
