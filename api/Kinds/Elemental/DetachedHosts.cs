using System.Security.Cryptography;
using System.Text.Json;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Elemental;

/// <summary>Reads and changes what a registration remembers of hosts that were let go without a reset.</summary>
public static class DetachedHosts
{
    /// <summary>An object may carry 256 KiB of annotations, and this is not the only one.</summary>
    private const int MaxLength = 128 * 1024;

    private const int MaxWhyLength = 256;

    /// <summary>
    /// What the registration remembers, the oldest first; null where the annotation cannot be read, as after a typing error. Then nobody knows who
    /// was let go, and nobody may act as if nobody was.
    /// </summary>
    /// <param name="metadata">Metadata of the ElementalRegistration.</param>
    public static IReadOnlyList<DetachedHost>? Of(V1ObjectMeta metadata)
    {
        if (metadata.Annotation(RegistrationAnnotations.DetachedHosts) is not { Length: > 0 } text)
            return [];

        try
        {
            return JsonSerializer.Deserialize(text, ApiJsonContext.Default.IReadOnlyListDetachedHost);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What to do where <see cref="Of"/> cannot tell.</summary>
    /// <param name="registration">Name of the ElementalRegistration.</param>
    public static string Unreadable(string? registration) =>
        $"the annotation {RegistrationAnnotations.DetachedHosts} of the ElementalRegistration {registration} cannot be read, so that nobody knows which "
        + "machines were let go without a reset; correct it, or remove it if they are all known to be wiped";

    /// <summary>What to do where <see cref="Remember"/> has no room.</summary>
    /// <param name="registration">Name of the ElementalRegistration.</param>
    public static string Full(string? registration) =>
        $"the ElementalRegistration {registration} has no room to remember another machine that is let go without a reset; take those that will never "
        + $"come back out of its annotation {RegistrationAnnotations.DetachedHosts}";

    /// <summary>The reason of a detach as it is remembered.</summary>
    /// <param name="why">Who wants it and why.</param>
    public static string Shortened(string why)
    {
        if (why.Length <= MaxWhyLength)
            return why;

        // Half a surrogate pair would come back from JSON as another character.
        return why[..(char.IsHighSurrogate(why[MaxWhyLength - 1]) ? MaxWhyLength - 1 : MaxWhyLength)];
    }

    /// <summary>
    /// The metadata with one more host remembered; one that is remembered already, by its key, is replaced. Where there is little room, the oldest
    /// lose the reason, which nothing depends on. No host is ever forgotten for another: it could come back as if nothing had happened.
    /// </summary>
    /// <param name="metadata">Metadata of the ElementalRegistration.</param>
    /// <param name="host">The host that was let go.</param>
    /// <returns>Null where the annotation cannot be read, or has no room.</returns>
    public static V1ObjectMeta? Remember(V1ObjectMeta metadata, DetachedHost host)
    {
        if (Of(metadata) is not { } known)
            return null;

        List<DetachedHost> hosts = [.. known.Where(other => other.KeyHash != host.KeyHash), host];
        string text = Text(hosts);
        for (int oldest = 0; text.Length > MaxLength && oldest < hosts.Count; oldest++)
        {
            if (hosts[oldest].Why.Length == 0)
                continue;
            hosts[oldest] = hosts[oldest] with { Why = "" };
            text = Text(hosts);
        }

        return text.Length > MaxLength ? null : With(metadata, text);
    }

    /// <summary>The metadata without a host; the same metadata where it is not remembered, or nobody can tell.</summary>
    /// <param name="metadata">Metadata of the ElementalRegistration.</param>
    /// <param name="keyHash">What the host is known by.</param>
    public static V1ObjectMeta Forget(V1ObjectMeta metadata, string keyHash)
    {
        IReadOnlyList<DetachedHost> known = Of(metadata) ?? [];
        if (known.All(host => host.KeyHash != keyHash))
            return metadata;

        List<DetachedHost> left = [.. known.Where(host => host.KeyHash != keyHash)];
        return With(metadata, left.Count > 0 ? Text(left) : null);
    }

    /// <summary>What a host is known by: SHA-256 of its public key in lower-case hex, or null where that is no PEM.</summary>
    /// <param name="publicKeyPem">SubjectPublicKeyInfo in PEM.</param>
    public static string? KeyHashOf(string? publicKeyPem)
    {
        if (publicKeyPem is null || !PemEncoding.TryFind(publicKeyPem, out PemFields fields))
            return null;

        byte[] key = new byte[fields.DecodedDataLength];
        return Convert.TryFromBase64Chars(publicKeyPem.AsSpan()[fields.Base64Data], key, out int length)
            ? Convert.ToHexStringLower(SHA256.HashData(key.AsSpan(0, length)))
            : null;
    }

    private static V1ObjectMeta With(V1ObjectMeta metadata, string? text)
    {
        Dictionary<string, string> annotations = new(metadata.Annotations ?? new Dictionary<string, string>());
        if (text is not null)
            annotations[RegistrationAnnotations.DetachedHosts] = text;
        else
            annotations.Remove(RegistrationAnnotations.DetachedHosts);
        return metadata with { Annotations = annotations };
    }

    private static string Text(IReadOnlyList<DetachedHost> hosts) => JsonSerializer.Serialize(hosts, ApiJsonContext.Default.IReadOnlyListDetachedHost);
}

/// <summary>A host that was let go without a reset, as its registration remembers it.</summary>
public sealed record DetachedHost
{
    /// <summary>Name of the ElementalHost.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of its public key (SubjectPublicKeyInfo, DER), in lower-case hex: what it is known by when it comes back.</summary>
    public required string KeyHash { get; init; }

    /// <summary>Who wanted it and why, in their words, cut to 256 characters.</summary>
    public required string Why { get; init; }

    /// <summary>When it was let go.</summary>
    public required DateTimeOffset At { get; init; }
}
