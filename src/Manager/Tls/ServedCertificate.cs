namespace ElementalProvider.Manager.Tls;

/// <summary>A certificate that is shown while the process runs.</summary>
/// <param name="Peers">Who it is shown to, for the log.</param>
/// <param name="Source">The certificate.</param>
internal sealed record ServedCertificate(string Peers, ICertificateSource Source);
