namespace ElementalProvider.Testing.Http;

/// <summary>What a server under the control of a test was asked.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Target">Path with its query.</param>
/// <param name="ContentType">Media type of the body, if any.</param>
/// <param name="Body">The body; empty if there was none.</param>
/// <param name="Authorization">The Authorization header, if any.</param>
/// <param name="UserAgent">The User-Agent header.</param>
public sealed record RecordedRequest(string Method, string Target, string? ContentType, string Body, string? Authorization, string UserAgent);
