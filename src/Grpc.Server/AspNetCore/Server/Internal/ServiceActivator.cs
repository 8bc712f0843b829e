using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Gives each call its service: the registered one, or a new one that is disposed with the call.</summary>
internal sealed class ServiceActivator<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>
    where TService : class
{
    private readonly Lazy<ObjectFactory<TService>> _factory = new(() => ActivatorUtilities.CreateFactory<TService>(Type.EmptyTypes));

    public Owned<TService> Activate(IServiceProvider services) => services.GetService<TService>() is { } registered
        ? new Owned<TService>(registered, IsOwned: false)
        : new Owned<TService>(_factory.Value(services, arguments: null), IsOwned: true);
}
