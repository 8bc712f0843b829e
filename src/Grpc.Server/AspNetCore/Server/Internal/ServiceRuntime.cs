using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>What the methods of one service share.</summary>
internal sealed class ServiceRuntime<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
    IServiceProvider services)
    where TService : class
{
    private readonly ServiceActivator<TService> _activator = new();

    public Action<ServiceBinderBase, TService?> Bind { get; } = ServiceBinding.Find<TService>();

    public GrpcServiceOptions Options { get; } = services.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value
        .Over(services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value);

    public TimeProvider Clock { get; } = services.GetService<TimeProvider>() ?? TimeProvider.System;

    public ILogger Logger { get; } = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(TService).FullName!);

    public Owned<TService> Activate(HttpContext httpContext) => _activator.Activate(httpContext.RequestServices);

    public THandler GetHandler<THandler>(TService service, IMethod method)
        where THandler : Delegate => ServiceBinding.GetHandler<TService, THandler>(Bind, service, method);
}
