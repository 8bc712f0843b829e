namespace ElementalProvider.Api.Schema;

/// <summary>The value belongs to one writer as a whole (<c>x-kubernetes-map-type</c> or <c>-list-type: atomic</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AtomicAttribute : Attribute;
