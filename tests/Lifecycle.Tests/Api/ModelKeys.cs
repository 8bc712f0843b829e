using System.Security.Cryptography;
using System.Text;
using ElementalProvider.Tokens;

namespace ElementalProvider.Lifecycle.Tests.Api;

/// <summary>
/// The keys of hosts and of the registration. Making one, signing and verifying would take longer than all the rest of a history, so that all
/// histories share the keys, and signatures are hashes that only a test believes.
/// </summary>
internal sealed class ModelKeys
{
    public const string RegistrationUri = "https://gateway.test/elemental/v1/namespaces/default/registrations/rack";

    private const int SignatureSize = 64;

    private readonly List<ModelKey> _keys = [];

    public ModelKeys()
    {
        RegistrationPrivatePem = Es256Key.GeneratePrivatePem();
        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(RegistrationPrivatePem);
        using ModelKey registration = new(key);
        RegistrationToken = Jwt.Sign(registration, new JwtClaims { Audience = [RegistrationAudience.Of("default", "rack")] });
    }

    public string RegistrationPrivatePem { get; }

    public string RegistrationToken { get; }

    /// <summary>The key of a number.</summary>
    public ModelKey this[int number]
    {
        get
        {
            while (_keys.Count <= number)
            {
                using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                _keys.Add(new ModelKey(key));
            }

            return _keys[number];
        }
    }

    /// <summary>Verifies a token as <see cref="Jwt.Verify"/> does, by the signatures of the model.</summary>
    public static JwtVerdict Verify(string token, string publicKeyPem, JwtExpectations expected)
    {
        int end = token.LastIndexOf('.');
        byte[] hash = SHA256.HashData(Encoding.ASCII.GetBytes(token[..Math.Max(end, 0)]));
        if (end < 0 || !System.Buffers.Text.Base64Url.DecodeFromChars(token.AsSpan(end + 1)).AsSpan().SequenceEqual(Sign(hash, publicKeyPem)))
            return JwtVerdict.Refuse("the signature was not made with the expected key");

        JwtClaims claims = Jwt.ReadUnverified(token)!;
        DateTimeOffset now = expected.Clock.GetUtcNow();
        bool isMeant = claims.Audience.Any(audience => audience.EndsWith(expected.Audience, StringComparison.Ordinal))
            && (expected.Subject is null || claims.Subject == expected.Subject);
        return !isMeant ? JwtVerdict.Refuse("the token is not meant for this")
            : claims.ExpiresAt is { } end2 && now - end2 >= expected.Leeway ? JwtVerdict.Refuse("the token has expired (exp)")
            : JwtVerdict.Accept(claims);
    }

    private static byte[] Sign(byte[] hash, string publicKeyPem) => SHA512.HashData([.. hash, .. Encoding.ASCII.GetBytes(publicKeyPem)])[..SignatureSize];

    /// <summary>A key whose signatures are hashes.</summary>
    internal sealed class ModelKey : ECDsa
    {
        private readonly ECParameters _parameters;
        private readonly byte[] _info;

        public ModelKey(ECDsa key)
        {
            (_parameters, _info) = (key.ExportParameters(includePrivateParameters: false), key.ExportSubjectPublicKeyInfo());
            Pem = key.ExportSubjectPublicKeyInfoPem();
        }

        public string Pem { get; }

        public override byte[] SignHash(byte[] hash) => Sign(hash, Pem);

        public override bool VerifyHash(byte[] hash, byte[] signature) => throw new NotSupportedException();

        public override ECParameters ExportParameters(bool includePrivateParameters) => _parameters;

        public override bool TryExportSubjectPublicKeyInfo(Span<byte> destination, out int bytesWritten)
        {
            bytesWritten = _info.Length;
            return _info.AsSpan().TryCopyTo(destination);
        }

        // All histories share it, and each ends with its hosts.
        protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
    }
}
