using System.Security.Cryptography;
using System.Text;
using ElementalProvider.Agent.Plugins.Host;
using ElementalProvider.Tokens;

namespace ElementalProvider.Agent.Identity;

/// <summary>
/// Keeps the host's identity in <c>private.key</c>: the name in a line before the PEM block, which PEM readers skip, and the PKCS#8 key.
/// One file, written at once, because a key without its name (or the reverse) would register the machine a second time.
/// </summary>
internal sealed class IdentityStore(HostRoot root, string workDirectory)
{
    public const string FileName = "private.key";

    private const string NameField = "Host: ";
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string hostPath = Path.Join(workDirectory, FileName);

    private string KeyPath => root.Resolve(hostPath);

    public bool Exists => File.Exists(KeyPath);

    /// <summary>The identity, or null where the host has none.</summary>
    /// <exception cref="IdentityException">The file is there but is no identity.</exception>
    public async Task<HostIdentity?> LoadAsync(CancellationToken cancellationToken)
    {
        if (!Exists)
            return null;

        string text = await File.ReadAllTextAsync(KeyPath, cancellationToken);
        string? name = text.Split('\n')
            .Where(line => line.StartsWith(NameField, StringComparison.Ordinal))
            .Select(line => line[NameField.Length..].Trim())
            .FirstOrDefault();
        if (string.IsNullOrEmpty(name))
            throw new IdentityException($"{hostPath} does not begin with \"{NameField}NAME\"; put the name of this host's ElementalHost there, or delete the file to register as a new host.");

        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(text);
            return new HostIdentity(name, key);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new IdentityException($"{hostPath} holds no readable EC private key; restore it, or delete the file and the ElementalHost {name} to register as a new host.");
        }
    }

    /// <summary>Makes a key for a name. Both are on disk when this returns, before anybody else can have heard of them.</summary>
    public async Task<HostIdentity> CreateAsync(string name, CancellationToken cancellationToken)
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string text = $"{NameField}{name}\n{key.ExportPkcs8PrivateKeyPem()}\n";
        await AtomicFile.WriteAsync(KeyPath, Encoding.ASCII.GetBytes(text), Mode, cancellationToken);
        return new HostIdentity(name, key);
    }

    public void Delete() => AtomicFile.Delete(KeyPath);
}

/// <summary>The host's identity cannot be read or made. The message is one sentence for a person and holds no key.</summary>
internal sealed class IdentityException(string message) : Exception(message);

/// <summary>Who this host is: a name, and the key that proves it.</summary>
internal sealed class HostIdentity(string name, ECDsa key) : IDisposable
{
    public string Name => name;

    /// <summary>SubjectPublicKeyInfo in PEM.</summary>
    public string PublicKeyPem => key.ExportSubjectPublicKeyInfoPem();

    /// <summary>A token that only this host can make.</summary>
    public string Sign(JwtClaims claims) => Jwt.Sign(key, claims with { Subject = name });

    public void Dispose() => key.Dispose();
}
