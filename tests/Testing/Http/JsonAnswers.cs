using Microsoft.AspNetCore.Http;

namespace ElementalProvider.Testing.Http;

/// <summary>Short ways to answer as an API server does.</summary>
public static class JsonAnswers
{
    /// <summary>Answers with JSON.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="json">The body.</param>
    /// <param name="code">HTTP status code.</param>
    public static Task JsonAsync(this HttpResponse response, string json, int code = 200)
    {
        response.StatusCode = code;
        response.ContentType = "application/json";
        return response.WriteAsync(json);
    }

    /// <summary>Refuses with a Status.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="code">HTTP status code.</param>
    /// <param name="reason">Machine-readable reason.</param>
    /// <param name="message">The server's words.</param>
    public static Task RefuseAsync(this HttpResponse response, int code, string reason, string message) => response.JsonAsync(
        $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","code":{{code}},"reason":"{{reason}}","message":"{{message}}"}""", code);

    /// <summary>Sends a part of a body at once.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="text">The part.</param>
    public static async Task SendAsync(this HttpResponse response, string text)
    {
        await response.WriteAsync(text);
        await response.Body.FlushAsync();
    }
}
