namespace ElementalProvider.Kubernetes.Transport;

/// <summary>
/// The bearer token to send. A token in a file is read again every minute, as the kubelet replaces it before it expires, and at once when the
/// server no longer accepts the one we have.
/// </summary>
internal sealed class BearerToken : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly string? _file;
    private readonly ITimer? _timer;
    private volatile string? _current;

    private BearerToken(string? token, string? file, TimeProvider timeProvider)
    {
        _file = file;
        _current = token;
        if (file is null)
            return;

        TryRefresh();
        _timer = timeProvider.CreateTimer(static self => ((BearerToken)self!).TryRefresh(), this, Interval, Interval);
    }

    /// <summary>The token; null while the file cannot be read and none was known before.</summary>
    public string? Current => _current;

    public static BearerToken? From(KubernetesClientConfiguration configuration, TimeProvider timeProvider) =>
        configuration.TokenFile is null && configuration.Token is null ? null : new(configuration.Token, configuration.TokenFile, timeProvider);

    /// <summary>Reads the file again.</summary>
    /// <returns>Whether there is another token now.</returns>
    public bool TryRefresh()
    {
        if (_file is null)
            return false;

        try
        {
            string token = File.ReadAllText(_file).Trim();
            bool changed = token.Length > 0 && token != _current;
            if (changed)
                _current = token;
            return changed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The kubelet may just be replacing it; the old token lives on for a while, and a refusal will say the rest.
            return false;
        }
    }

    public void Dispose() => _timer?.Dispose();
}
