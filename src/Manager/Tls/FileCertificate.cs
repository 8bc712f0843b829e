using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.Manager.Tls;

/// <summary>A certificate from two files, read again when they change. Whoever renews them, cert-manager for one, replaces both.</summary>
internal sealed class FileCertificate : ICertificateSource
{
    private readonly string _certificatePath;
    private readonly string _keyPath;
    private volatile SslStreamCertificateContext _context;
    private string _text;

    /// <summary>Reads the files for the first time.</summary>
    /// <param name="certificatePath">The certificate chain in PEM.</param>
    /// <param name="keyPath">The private key in PEM.</param>
    /// <exception cref="StartupException">They are not readable.</exception>
    public FileCertificate(string certificatePath, string keyPath)
    {
        _certificatePath = certificatePath;
        _keyPath = keyPath;
        _text = Read();
        _context = Load();
    }

    /// <summary>Reads the files of a folder, named as in a mounted Secret of type kubernetes.io/tls.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="StartupException">They are not readable.</exception>
    public static FileCertificate In(string folder) => new(Path.Join(folder, "tls.crt"), Path.Join(folder, "tls.key"));

    /// <inheritdoc/>
    public SslStreamCertificateContext Context => _context;

    /// <inheritdoc/>
    public X509Certificate2 Current => _context.TargetCertificate;

    /// <inheritdoc/>
    public bool Refresh()
    {
        string text = Read();
        if (text == _text)
            return false;

        _context = Load();
        _text = text;
        return true;
    }

    // A fingerprint: the key itself stays no longer in memory than the certificate needs it.
    private string Read() => Try(() => Convert.ToBase64String(
        SHA256.HashData([.. File.ReadAllBytes(_certificatePath), .. File.ReadAllBytes(_keyPath)])));

    private SslStreamCertificateContext Load() => Try(() =>
    {
        using X509Certificate2 fromPem = X509Certificate2.CreateFromPemFile(_certificatePath, _keyPath);
        X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(fromPem.Export(X509ContentType.Pkcs12), password: null);
        // Whoever trusts only the authority at its end has to be shown the whole way there.
        X509Certificate2Collection chain = [];
        chain.ImportFromPemFile(_certificatePath);
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    });

    private T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new StartupException(
                $"The certificate {_certificatePath} and the key {_keyPath} cannot be used together: {exception.Message}", exception);
        }
    }
}
