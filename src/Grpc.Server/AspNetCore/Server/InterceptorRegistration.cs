using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server.Internal;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>An interceptor by its type: one instance from the services if they have it, otherwise a new one for each call.</summary>
public sealed class InterceptorRegistration
{
    private const DynamicallyAccessedMemberTypes NeededMembers = DynamicallyAccessedMemberTypes.PublicConstructors;

    private readonly object[] _arguments;

    internal InterceptorRegistration([DynamicallyAccessedMembers(NeededMembers)] Type type, object[] arguments)
    {
        if (!typeof(Interceptor).IsAssignableFrom(type))
        {
            throw new ArgumentException($"{type} is no {nameof(Interceptor)}.", nameof(type));
        }

        Type = type;
        _arguments = arguments;
    }

    /// <summary>The type of the interceptor.</summary>
    [DynamicallyAccessedMembers(NeededMembers)]
    public Type Type { get; }

    /// <summary>The arguments of its constructor that do not come from the services.</summary>
    public IReadOnlyList<object> Arguments => _arguments;

    internal Owned<Interceptor> Activate(IServiceProvider services) =>
        _arguments.Length == 0 && services.GetService(Type) is Interceptor registered
            ? new Owned<Interceptor>(registered, IsOwned: false)
            : new Owned<Interceptor>((Interceptor)ActivatorUtilities.CreateInstance(services, Type, _arguments), IsOwned: true);
}
