using System.Text.RegularExpressions;

namespace ElementalProvider.Agent.Plugins.Host;

/// <summary>What programs said, as it may be shown to people: bounded, and without secrets.</summary>
public static partial class OutputText
{
    /// <summary>How much of an output is shown.</summary>
    public const int Limit = 4096;

    private const string Hidden = "***";

    /// <summary>The end of an output, without secrets.</summary>
    /// <param name="text">All of it.</param>
    public static string Tail(string text)
    {
        // Cut after the secrets are gone: half a secret is not recognized.
        string scrubbed = Scrub(text);
        return scrubbed.Length <= Limit ? scrubbed : "…" + scrubbed[^(Limit - 1)..];
    }

    /// <summary>A text in which whatever looks like a secret is replaced.</summary>
    /// <param name="text">The text.</param>
    public static string Scrub(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            string scrubbed = PrivateKey().Replace(text, Hidden);
            scrubbed = JsonWebToken().Replace(scrubbed, Hidden);
            scrubbed = UserInfo().Replace(scrubbed, $"${{before}}{Hidden}@");
            scrubbed = Bearer().Replace(scrubbed, $"${{before}}{Hidden}");
            return NamedSecret().Replace(scrubbed, $"${{before}}{Hidden}");
        }
        catch (RegexMatchTimeoutException)
        {
            // What cannot be looked through in time is not shown.
            return Hidden;
        }
    }

    // The end may be missing where an output was cut.
    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*){1,4}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JsonWebToken();

    [GeneratedRegex(@"(?<before>\w://)[^\s/@]+@", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(?<before>\b(Bearer|Basic)\s+)[A-Za-z0-9._~+/=-]{6,}", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bearer();

    [GeneratedRegex("""(?<before>(password|passwd|passphrase|secret|token|api[-_]?key)["']?\s*[:=]\s*["']?)(?!\*\*\*)[^\s"',;]+""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedSecret();
}
