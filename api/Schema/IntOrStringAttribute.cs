namespace ElementalProvider.Api.Schema;

/// <summary>The field takes an integer or a string (<c>x-kubernetes-int-or-string</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IntOrStringAttribute : Attribute;
