namespace Grpc.Core;

/// <summary>The call that an <see cref="AsyncAuthInterceptor"/> authenticates.</summary>
public class AuthInterceptorContext
{
    /// <summary>Creates a context.</summary>
    /// <param name="serviceUrl">The address of the service.</param>
    /// <param name="methodName">The method without its service.</param>
    public AuthInterceptorContext(string serviceUrl, string methodName)
        : this(serviceUrl, methodName, CancellationToken.None)
    {
    }

    /// <summary>Creates a context.</summary>
    /// <param name="serviceUrl">The address of the service.</param>
    /// <param name="methodName">The method without its service.</param>
    /// <param name="cancellationToken">Ends with the call.</param>
    public AuthInterceptorContext(string serviceUrl, string methodName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(serviceUrl);
        ArgumentNullException.ThrowIfNull(methodName);
        ServiceUrl = serviceUrl;
        MethodName = methodName;
        CancellationToken = cancellationToken;
    }

    /// <summary>The address of the service, such as <c>https://host/package.Service</c>.</summary>
    public string ServiceUrl { get; }

    /// <summary>The method without its service.</summary>
    public string MethodName { get; }

    /// <summary>Ends with the call.</summary>
    public CancellationToken CancellationToken { get; }
}
