using Grpc.Core;
using Grpc.Core.Internal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Answers gRPC calls of methods that nobody serves with <see cref="StatusCode.Unimplemented"/>, once for an application.</summary>
internal sealed class UnknownMethodEndpoints(IOptions<GrpcServiceOptions> options)
{
    private bool _isMapped;

    public void EnsureMapped(IEndpointRouteBuilder endpoints)
    {
        if (_isMapped || options.Value.IgnoreUnknownServices == true)
        {
            return;
        }

        _isMapped = true;
        RoutePattern pattern = RoutePatternFactory.Parse(
            "{service}/{method}", defaults: null, parameterPolicies: new RouteValueDictionary { ["service"] = new GrpcRequestConstraint() });
        endpoints.Map(pattern, Refuse)
            .WithDisplayName("gRPC - unknown method")
            .Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = int.MaxValue);
    }

    private static Task Refuse(HttpContext httpContext)
    {
        if (ProtocolGuard.TryAccept(httpContext))
        {
            httpContext.Response.ContentType = GrpcProtocol.ContentType;
            ResponseEnd.Write(
                httpContext.Response, new Status(StatusCode.Unimplemented, $"Nobody serves {httpContext.Request.Path}."), []);
        }

        return Task.CompletedTask;
    }

    private sealed class GrpcRequestConstraint : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            httpContext is not null && GrpcProtocol.IsGrpcContentType(httpContext.Request.ContentType);
    }
}
