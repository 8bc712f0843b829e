using Grpc.AspNetCore.Server.Internal;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>What ASP.NET Core knows of a call.</summary>
public static class ServerCallContextExtensions
{
    /// <summary>The HTTP request of a call.</summary>
    /// <param name="serverCallContext">The call.</param>
    /// <exception cref="InvalidOperationException">The call did not come over HTTP.</exception>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        if (serverCallContext is HttpServerCall call)
        {
            return call.HttpContext;
        }

        // Test doubles of ServerCallContext carry their HttpContext under this key, as they do for the official package.
        return serverCallContext.UserState.TryGetValue("__HttpContext", out object? value) && value is HttpContext httpContext
            ? httpContext
            : throw new InvalidOperationException("This call has no HttpContext.");
    }
}
