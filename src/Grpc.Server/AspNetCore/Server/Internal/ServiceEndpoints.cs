using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Makes an endpoint of every method that the generated <c>BindService</c> names.</summary>
internal sealed class ServiceEndpoints<[DynamicallyAccessedMembers(
    DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods)] TService> : ServiceBinderBase
    where TService : class
{
    private readonly IEndpointRouteBuilder _endpoints;
    private readonly ServiceRuntime<TService> _runtime;
    private readonly List<IEndpointConventionBuilder> _mapped = [];

    private ServiceEndpoints(IEndpointRouteBuilder endpoints)
    {
        _endpoints = endpoints;
        _runtime = new ServiceRuntime<TService>(endpoints.ServiceProvider);
    }

    public static IReadOnlyList<IEndpointConventionBuilder> Map(IEndpointRouteBuilder endpoints)
    {
        ServiceEndpoints<TService> service = new(endpoints);
        service._runtime.Bind(service, null);
        return service._mapped;
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
        Map(method, new UnaryMethod<TService, TRequest, TResponse>(method, _runtime).ServeAsync);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
        Map(method, new ClientStreamingMethod<TService, TRequest, TResponse>(method, _runtime).ServeAsync);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        Map(method, new ServerStreamingMethod<TService, TRequest, TResponse>(method, _runtime).ServeAsync);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        Map(method, new DuplexStreamingMethod<TService, TRequest, TResponse>(method, _runtime).ServeAsync);

    private void Map(IMethod method, RequestDelegate serve) => _mapped.Add(
        _endpoints.MapMethods(method.FullName, [HttpMethods.Post], serve)
            .WithDisplayName($"gRPC - {method.FullName}")
            .WithMetadata([.. AttributesOf(method), new GrpcMethodMetadata(typeof(TService), method)]));

    // [Authorize] and its like count on the service and on the method, as they do for other endpoints; the method's come last and win.
    private static IEnumerable<object> AttributesOf(IMethod method) =>
    [
        .. typeof(TService).GetCustomAttributes(inherit: true),
        .. typeof(TService).GetMethods(BindingFlags.Instance | BindingFlags.Public)
            .Where(candidate => candidate.Name == method.Name && IsHandler(candidate))
            .SelectMany(candidate => candidate.GetCustomAttributes(inherit: true)),
    ];

    private static bool IsHandler(MethodInfo candidate) =>
        candidate.GetParameters() is [.., { ParameterType: { } last }] && last == typeof(ServerCallContext);
}
