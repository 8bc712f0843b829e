namespace ElementalProvider.Manager.Tls;

/// <summary>Where the manager's own authority is kept.</summary>
internal interface IAuthorityStore
{
    /// <summary>The authority that is kept, or null where there is none yet.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StartupException">What is kept there is not readable.</exception>
    Task<CertificateAuthority?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a new authority, unless somebody else was first.</summary>
    /// <param name="authority">The authority.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it is kept; where it is not, there is another one now.</returns>
    Task<bool> TryAddAsync(CertificateAuthority authority, CancellationToken cancellationToken);
}
