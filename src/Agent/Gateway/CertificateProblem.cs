using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.Agent.Gateway;

/// <summary>What is wrong with the server's certificate, for somebody in front of the host's console. Pure.</summary>
internal static class CertificateProblem
{
    private const X509ChainStatusFlags UnknownAuthority = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    /// <summary>One sentence: whose certificate, from whom, its dates, everything that is wrong, and what to do.</summary>
    /// <param name="errors">What .NET found.</param>
    /// <param name="chain">What it found on the way to an authority.</param>
    /// <param name="certificate">The certificate; null where the server showed none.</param>
    /// <param name="settings">Whom was looked for, and who is trusted.</param>
    /// <param name="now">What this clock says.</param>
    public static string Describe(
        SslPolicyErrors errors, X509ChainStatusFlags chain, CertificateFacts? certificate, ChannelSettings settings, DateTimeOffset now)
    {
        if (certificate is null)
            return "The server shows no certificate; is registration.uri the right address?";

        List<string> causes = [];
        if ((chain & UnknownAuthority) != X509ChainStatusFlags.NoError)
            causes.Add(NobodyVouches(settings));
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            causes.Add($"it is for {NamesOf(certificate)} and not for {settings.Address.IdnHost}, which registration.uri names");
        if (chain.HasFlag(X509ChainStatusFlags.NotTimeValid))
            causes.Add($"{OutOfTime(certificate, now)}; is this clock right? It says {Time(now)}");
        X509ChainStatusFlags others = chain & ~(UnknownAuthority | X509ChainStatusFlags.NotTimeValid);
        if (others != X509ChainStatusFlags.NoError)
            causes.Add($"the chain of its authorities is not valid ({others})");

        return $"The server's certificate {certificate.Subject} (from {certificate.Issuer}, valid from {Time(certificate.NotBefore)} to "
            + $"{Time(certificate.NotAfter)}) is not accepted: {string.Join("; ", causes)}.";
    }

    private static string NobodyVouches(ChannelSettings settings) => settings switch
    {
        { Authorities: "" } =>
            "registration.caCert is empty and no authority of this system vouches for it, so copy caCert from the ElementalRegistration",
        { TrustsSystem: true } =>
            "no authority of registration.caCert or of this system vouches for it, so copy caCert from the ElementalRegistration again",
        _ => "no authority of registration.caCert vouches for it, so copy caCert from the ElementalRegistration again",
    };

    private static string NamesOf(CertificateFacts certificate) => certificate.Names.Count > 0 ? string.Join(", ", certificate.Names) : "no host at all";

    // An authority's certificate may be out of time at one end only in its own view; what is neither is said without a direction.
    private static string OutOfTime(CertificateFacts certificate, DateTimeOffset now) =>
        now > certificate.NotAfter ? "it has expired"
        : now < certificate.NotBefore ? "it is not valid yet"
        : "it is out of its time";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
