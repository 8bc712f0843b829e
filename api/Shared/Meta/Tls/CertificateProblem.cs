using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.Api.Meta.Tls;

/// <summary>What is wrong with a server's certificate, in one sentence for a person. Pure.</summary>
public static class CertificateProblem
{
    private const X509ChainStatusFlags UnknownAuthority = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    /// <summary>One sentence: whose certificate, from whom, its dates, everything that is wrong, and what to do.</summary>
    /// <param name="errors">What .NET found.</param>
    /// <param name="chain">What it found on the way to an authority.</param>
    /// <param name="certificate">The certificate; null where the server showed none.</param>
    /// <param name="expected">Whom was looked for, and who is trusted.</param>
    /// <param name="now">What this clock says.</param>
    /// <param name="showsClock">Whether to say so; not where the sentence must stay the same from try to try.</param>
    public static string Describe(
        SslPolicyErrors errors, X509ChainStatusFlags chain, CertificateFacts? certificate, ExpectedServer expected, DateTimeOffset now, bool showsClock = true)
    {
        if (certificate is null)
            return $"The server shows no certificate; is {expected.NamedBy} the right address?";

        List<string> causes = [];
        if ((chain & UnknownAuthority) != X509ChainStatusFlags.NoError)
            causes.Add(expected.NobodyVouches);
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            causes.Add($"it is for {NamesOf(certificate)} and not for {expected.Host}, which {expected.NamedBy} names");
        if (chain.HasFlag(X509ChainStatusFlags.NotTimeValid))
            causes.Add($"{OutOfTime(certificate, now)}; is this clock right?{(showsClock ? $" It says {Time(now)}" : "")}");
        X509ChainStatusFlags others = chain & ~(UnknownAuthority | X509ChainStatusFlags.NotTimeValid);
        if (others != X509ChainStatusFlags.NoError)
            causes.Add($"the chain of its authorities is not valid ({others})");

        return $"The server's certificate {certificate.Subject} (from {certificate.Issuer}, valid from {Time(certificate.NotBefore)} to "
            + $"{Time(certificate.NotAfter)}) is not accepted: {string.Join("; ", causes)}{(causes is [.., var last] && last.EndsWith('?') ? "" : ".")}";
    }

    private static string NamesOf(CertificateFacts certificate) => certificate.Names.Count > 0 ? string.Join(", ", certificate.Names) : "no host at all";

    // An authority's certificate may be out of time at one end only in its own view; what is neither is said without a direction.
    private static string OutOfTime(CertificateFacts certificate, DateTimeOffset now) =>
        now > certificate.NotAfter ? "it has expired"
        : now < certificate.NotBefore ? "it is not valid yet"
        : "it is out of its time";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>The server that a client looks for.</summary>
/// <param name="Host">The name that its certificate must have.</param>
/// <param name="NamedBy">What names the server, such as <c>registration.uri</c>.</param>
/// <param name="NobodyVouches">What to say where no authority that is trusted vouches for the server, as a clause with what to do.</param>
public sealed record ExpectedServer(string Host, string NamedBy, string NobodyVouches);
