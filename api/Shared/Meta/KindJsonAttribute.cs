namespace ElementalProvider.Api.Meta;

/// <summary>Names a source-generated JSON context that knows kinds of an assembly, so that a client needs nothing but the kind.</summary>
/// <param name="context">A JsonSerializerContext of the assembly.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class KindJsonAttribute(Type context) : Attribute
{
    /// <summary>The context.</summary>
    public Type Context { get; } = context;
}
