namespace ElementalProvider.GrpcTests.Support;

/// <summary>A service provider that knows one service.</summary>
internal sealed class SingleService<T>(T service) : IServiceProvider
    where T : class
{
    public object? GetService(Type serviceType) => serviceType == typeof(T) ? service : null;
}
