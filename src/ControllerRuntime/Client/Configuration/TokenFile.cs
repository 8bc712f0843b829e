using System.Net.Http.Headers;
using k8s.Authentication;

namespace ElementalProvider.ControllerRuntime.Client.Configuration;

/// <summary>A token that can be had anew when the server no longer accepts it.</summary>
internal interface IRenewableToken
{
    /// <summary>Makes the next request take a new token, if there can be one.</summary>
    /// <param name="refused">What the server did not accept.</param>
    /// <returns>Whether it is worth to ask again.</returns>
    bool Renew(AuthenticationHeaderValue? refused);
}

/// <summary>
/// A bearer token in a file. Read again every minute, as the kubelet replaces it before it expires, and at once when the server no longer
/// accepts the one we have.
/// </summary>
internal sealed class TokenFile : ITokenProvider, IRenewableToken
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private AuthenticationHeaderValue? _current;
    private long _readAt;

    public TokenFile(string path, TimeProvider clock)
    {
        Path = path;
        _clock = clock;
        Read();
    }

    public string Path { get; }

    public Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_clock.GetElapsedTime(_readAt) >= Interval)
                Read();

            // None while the file cannot be read and no token was known before: the refusal will say the rest.
            return Task.FromResult(_current!);
        }
    }

    public bool Renew(AuthenticationHeaderValue? refused)
    {
        lock (_lock)
        {
            Read();
            return _current is not null && !Equals(_current, refused);
        }
    }

    private void Read()
    {
        _readAt = _clock.GetTimestamp();
        try
        {
            string token = File.ReadAllText(Path).Trim();
            if (token.Length > 0 && token != _current?.Parameter)
                _current = new AuthenticationHeaderValue("Bearer", token);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The kubelet may just be replacing it; the old token lives on for a while.
        }
    }
}
