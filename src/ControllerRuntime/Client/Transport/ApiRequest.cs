namespace ElementalProvider.ControllerRuntime.Client.Transport;

/// <summary>One request as it can be sent any number of times.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Absolute path with its query, without the prefix of the server.</param>
/// <param name="Body">JSON to send, or null.</param>
/// <param name="ContentType">Media type of the body.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, byte[]? Body = null, string ContentType = "application/json");
