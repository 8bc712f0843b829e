namespace ElementalProvider.Manager.Tls;

/// <summary>Keeps the authority in a folder, readable for this user alone: for a manager outside a cluster.</summary>
/// <param name="folder">The folder; made where it does not exist.</param>
internal sealed class DirectoryAuthorityStore(string folder) : IAuthorityStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _certificate = Path.Combine(folder, "ca.crt");
    private readonly string _key = Path.Combine(folder, "ca.key");

    /// <inheritdoc/>
    public async Task<CertificateAuthority?> FindAsync(CancellationToken cancellationToken)
    {
        // The certificate is written last, so that a crash in between leaves nothing that looks complete.
        if (!File.Exists(_certificate))
            return null;

        try
        {
            return new CertificateAuthority(
                await File.ReadAllTextAsync(_certificate, cancellationToken), await File.ReadAllTextAsync(_key, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The manager's authority in {folder} cannot be read: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> TryAddAsync(CertificateAuthority authority, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            await WriteAsync(_key, authority.KeyPem, cancellationToken);
            await WriteAsync(_certificate, authority.CertificatePem, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The manager's authority cannot be kept in {folder}: {exception.Message}; choose another --tls-dir.", exception);
        }
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        string unfinished = path + ".new";
        File.Delete(unfinished);
        await using (FileStream file = new(unfinished, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        }))
        await using (StreamWriter writer = new(file))
        {
            await writer.WriteAsync(text.AsMemory(), cancellationToken);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
