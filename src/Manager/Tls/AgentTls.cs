using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Manager.Options;

namespace ElementalProvider.Manager.Tls;

/// <summary>What the agent address shows, and what machines are told to trust.</summary>
/// <param name="Certificate">The certificate that is shown.</param>
/// <param name="TrustedPem">Certificates that machines trust for it; empty for those of their systems.</param>
internal sealed record AgentTls(ICertificateSource Certificate, string TrustedPem)
{
    /// <summary>Finds or makes both, as the options say.</summary>
    /// <param name="options">The options.</param>
    /// <param name="client">The cluster.</param>
    /// <param name="namespaceName">Namespace of the manager.</param>
    /// <param name="clock">Source of time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StartupException">A file, folder or Secret is not usable.</exception>
    public static async Task<AgentTls> PrepareAsync(
        ManagerOptions options, IKubernetesClient client, string namespaceName, TimeProvider clock, CancellationToken cancellationToken)
    {
        string? trusted = options.AgentCaFile is { } file ? await ReadAsync(file, cancellationToken) : null;
        if (options.TlsCertFile is { } certificate)
            return new AgentTls(new FileCertificate(certificate, options.TlsKeyFile!), trusted ?? "");

        IAuthorityStore store = options switch
        {
            { TlsDir: { } folder } => new DirectoryAuthorityStore(folder),
            { IsInCluster: true } => new SecretAuthorityStore(client, namespaceName),
            _ => new DirectoryAuthorityStore(DefaultFolder()),
        };
        CertificateAuthority authority = await FindOrCreateAsync(store, clock, cancellationToken);
        return new AgentTls(new IssuedCertificate(authority, options.AgentUrl.IdnHost, clock), trusted ?? authority.CertificatePem);
    }

    private static async Task<CertificateAuthority> FindOrCreateAsync(IAuthorityStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(cancellationToken) is { } known)
            return known;

        CertificateAuthority created = CertificateAuthority.Create(clock.GetUtcNow());
        if (await store.TryAddAsync(created, cancellationToken))
            return created;

        return await store.FindAsync(cancellationToken)
            ?? throw new StartupException("The manager's authority was deleted while it was being made; start the manager again.");
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{ManagerSettings.AgentCaFile}: {file} cannot be read: {exception.Message}", exception);
        }
    }

    private static string DefaultFolder() =>
        Path.Combine(
            Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state
                ? state
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
            "elemental-manager");
}
