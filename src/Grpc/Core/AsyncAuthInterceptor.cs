namespace Grpc.Core;

/// <summary>Adds what authenticates a call to its metadata.</summary>
/// <param name="context">The call.</param>
/// <param name="metadata">Where to add the entries.</param>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);
