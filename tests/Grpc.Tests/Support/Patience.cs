namespace ElementalProvider.GrpcTests.Support;

/// <summary>Waits for what must happen soon; a test that waits longer than this is broken, not slow.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Programs start slower than calls return.</summary>
    public static readonly TimeSpan PeerLimit = TimeSpan.FromMinutes(2);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task Soon(this Task task) => task.WaitAsync(Limit);
}
