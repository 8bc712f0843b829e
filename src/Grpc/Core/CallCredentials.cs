namespace Grpc.Core;

/// <summary>What authenticates single calls, such as a token that is fetched and renewed.</summary>
public abstract class CallCredentials
{
    private protected CallCredentials()
    {
    }

    /// <summary>Credentials that apply several others in order.</summary>
    /// <param name="credentials">The others.</param>
    public static CallCredentials Compose(params CallCredentials[] credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        CallCredentials[] parts = [.. credentials];
        return FromInterceptor(async (context, metadata) =>
        {
            foreach (CallCredentials part in parts)
            {
                await part.AuthenticateAsync(context, metadata);
            }
        });
    }

    /// <summary>Credentials from a function that adds metadata to each call.</summary>
    /// <param name="interceptor">The function.</param>
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return new InterceptorCredentials(interceptor);
    }

    internal abstract Task AuthenticateAsync(AuthInterceptorContext context, Metadata metadata);

    private sealed class InterceptorCredentials(AsyncAuthInterceptor interceptor) : CallCredentials
    {
        internal override Task AuthenticateAsync(AuthInterceptorContext context, Metadata metadata) => interceptor(context, metadata);
    }
}
