namespace ElementalProvider.Manager.Tls;

/// <summary>Keeps the certificate of the agent address fresh while the process runs. Files are looked at, not watched: mounted Secrets change by symlink.</summary>
internal sealed partial class CertificateRefresh(ICertificateSource certificate, TimeProvider clock, ILogger<CertificateRefresh> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Refresh();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private void Refresh()
    {
        try
        {
            if (certificate.Refresh())
                Log.Renewed(logger, certificate.Current.NotAfter);
        }
        catch (StartupException exception)
        {
            // Half of a renewal, perhaps: the next look may find both files.
            Log.Kept(logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Information, "Agents are shown a new certificate, valid until {end}")]
        public static partial void Renewed(ILogger logger, DateTime end);

        [LoggerMessage(4002, LogLevel.Warning, "The certificate for agents stays as it is: {reason}")]
        public static partial void Kept(ILogger logger, string reason);
    }
}
