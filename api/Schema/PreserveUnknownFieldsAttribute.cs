namespace ElementalProvider.Api.Schema;

/// <summary>The field takes any JSON; what it means is decided elsewhere, such as by the OS plugin.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PreserveUnknownFieldsAttribute : Attribute;
