using System.Diagnostics.CodeAnalysis;

namespace Grpc.Core;

/// <summary>Says which static method of which type gives the methods of a service; protoc puts it on the base of every service.</summary>
/// <param name="bindType">The type.</param>
/// <param name="bindMethodName">The method, with a <see cref="ServiceBinderBase"/> and the service as its parameters.</param>
[AttributeUsage(AttributeTargets.Class)]
public class BindServiceMethodAttribute(
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods)]
    Type bindType,
    string bindMethodName) : Attribute
{
    /// <summary>The type that has the method.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods)]
    public Type BindType { get; } = bindType;

    /// <summary>The name of the method.</summary>
    public string BindMethodName { get; } = bindMethodName;
}
