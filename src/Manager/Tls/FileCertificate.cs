using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.Manager.Tls;

/// <summary>A certificate from two files, read again when they change. Whoever renews them, cert-manager for one, replaces both.</summary>
internal sealed class FileCertificate : ICertificateSource
{
    private readonly string _certificatePath;
    private readonly string _keyPath;
    private volatile X509Certificate2 _current;
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
        _current = Load();
    }

    /// <summary>Reads the files of a folder, named as in a mounted Secret of type kubernetes.io/tls.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="StartupException">They are not readable.</exception>
    public static FileCertificate In(string folder) => new(Path.Join(folder, "tls.crt"), Path.Join(folder, "tls.key"));

    /// <inheritdoc/>
    public X509Certificate2 Current => _current;

    /// <inheritdoc/>
    public bool Refresh()
    {
        string text = Read();
        if (text == _text)
            return false;

        _current = Load();
        _text = text;
        return true;
    }

    // A fingerprint: the key itself stays no longer in memory than the certificate needs it.
    private string Read() => Try(() => Convert.ToBase64String(
        SHA256.HashData([.. File.ReadAllBytes(_certificatePath), .. File.ReadAllBytes(_keyPath)])));

    private X509Certificate2 Load() => Try(() =>
    {
        using X509Certificate2 fromPem = X509Certificate2.CreateFromPemFile(_certificatePath, _keyPath);
        return X509CertificateLoader.LoadPkcs12(fromPem.Export(X509ContentType.Pkcs12), password: null);
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
