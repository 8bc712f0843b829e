namespace ElementalProvider.Api.Elemental;

/// <summary>The provider ID of a machine on a host, the same string on the ElementalMachine and on its Node (M2 of the CAPI contract).</summary>
public static class ProviderId
{
    /// <summary><c>elemental://namespace/host</c>.</summary>
    /// <param name="hostNamespace">Namespace of the ElementalHost.</param>
    /// <param name="hostName">Name of the ElementalHost.</param>
    public static string Of(string hostNamespace, string hostName) => $"elemental://{hostNamespace}/{hostName}";
}
