namespace ElementalProvider.AgentGateway.Grpc;

/// <summary>
/// Whether a call failed because the caller went away: hosts reboot, networks break, nobody is there any more who could be told, and no administrator
/// needs to be. The server cancels the call a moment after its reads and writes have failed, so that says it only for some kinds.
/// </summary>
internal static class HangUp
{
    /// <summary>Whether that is what an exception means.</summary>
    /// <param name="exception">What a call failed with.</param>
    /// <param name="cancellationToken">Cancelled when the server has noticed that the caller is gone.</param>
    public static bool Is(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException or IOException || (exception is InvalidOperationException && cancellationToken.IsCancellationRequested);
}
