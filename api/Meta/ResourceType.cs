namespace ElementalProvider.Api.Meta;

/// <summary>Where objects of one kind live in the Kubernetes API.</summary>
/// <param name="Group">API group, empty for the core group.</param>
/// <param name="Version">API version, such as <c>v1beta1</c>.</param>
/// <param name="Kind">Kind in CamelCase.</param>
/// <param name="Plural">Lower-case plural as it stands in URLs.</param>
/// <param name="Namespaced">Whether objects live in a namespace.</param>
public sealed record ResourceType(string Group, string Version, string Kind, string Plural, bool Namespaced = true)
{
    /// <summary><c>group/version</c>, or the version alone in the core group.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary><c>plural.group</c>, the name that errors, RBAC and <c>kubectl</c> use.</summary>
    public string GroupResource { get; } = Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
