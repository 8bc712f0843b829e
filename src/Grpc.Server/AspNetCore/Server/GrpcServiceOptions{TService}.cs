namespace Grpc.AspNetCore.Server;

/// <summary>How one service is served, where it differs from <see cref="GrpcServiceOptions"/>.</summary>
/// <typeparam name="TService">The service.</typeparam>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class;
