using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server.Internal;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services to endpoints.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Maps every method of a service to its path. The service is taken from the services, or made anew for each call.</summary>
    /// <param name="builder">The endpoints of the application.</param>
    /// <typeparam name="TService">The service; its base is the one that protoc generated.</typeparam>
    /// <exception cref="InvalidOperationException"><c>AddGrpc</c> was not called, or the type is no generated service.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<[DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods)] TService>(
        this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        UnknownMethodEndpoints unknown = builder.ServiceProvider.GetService<UnknownMethodEndpoints>()
            ?? throw new InvalidOperationException($"Call AddGrpc on the services before mapping {typeof(TService)}.");
        GrpcServiceEndpointConventionBuilder methods = new(ServiceEndpoints<TService>.Map(builder));
        unknown.EnsureMapped(builder);
        return methods;
    }
}
