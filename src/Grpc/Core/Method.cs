namespace Grpc.Core;

/// <summary>A method of a service with the marshallers of its messages; protoc's stubs create one for each method.</summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
public class Method<TRequest, TResponse> : IMethod
{
    /// <summary>Creates a method.</summary>
    /// <param name="type">Which sides stream.</param>
    /// <param name="serviceName">The service with its package.</param>
    /// <param name="name">The method without its service.</param>
    /// <param name="requestMarshaller">How requests are written and read.</param>
    /// <param name="responseMarshaller">How responses are written and read.</param>
    public Method(
        MethodType type,
        string serviceName,
        string name,
        Marshaller<TRequest> requestMarshaller,
        Marshaller<TResponse> responseMarshaller)
    {
        ArgumentNullException.ThrowIfNull(serviceName);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(requestMarshaller);
        ArgumentNullException.ThrowIfNull(responseMarshaller);
        Type = type;
        ServiceName = serviceName;
        Name = name;
        RequestMarshaller = requestMarshaller;
        ResponseMarshaller = responseMarshaller;
        FullName = $"/{serviceName}/{name}";
    }

    /// <inheritdoc/>
    public MethodType Type { get; }

    /// <inheritdoc/>
    public string ServiceName { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string FullName { get; }

    /// <summary>How requests are written and read.</summary>
    public Marshaller<TRequest> RequestMarshaller { get; }

    /// <summary>How responses are written and read.</summary>
    public Marshaller<TResponse> ResponseMarshaller { get; }
}
