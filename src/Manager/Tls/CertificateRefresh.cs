namespace ElementalProvider.Manager.Tls;

/// <summary>Keeps the certificates fresh while the process runs. Files are looked at, not watched: mounted Secrets change by symlink.</summary>
internal sealed partial class CertificateRefresh(
    IEnumerable<ServedCertificate> certificates, TimeProvider clock, ILogger<CertificateRefresh> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (ServedCertificate certificate in certificates)
                    Refresh(certificate);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private void Refresh(ServedCertificate certificate)
    {
        try
        {
            if (certificate.Source.Refresh())
                Log.Renewed(logger, certificate.Peers, certificate.Source.Current.NotAfter);
        }
        catch (StartupException exception)
        {
            // Half of a renewal, perhaps: the next look may find both files.
            Log.Kept(logger, certificate.Peers, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Information, "A new certificate is shown to {peers}, valid until {end}")]
        public static partial void Renewed(ILogger logger, string peers, DateTime end);

        [LoggerMessage(4002, LogLevel.Warning, "The certificate for {peers} stays as it is: {reason}")]
        public static partial void Kept(ILogger logger, string peers, string reason);
    }
}
