namespace ElementalProvider.DevCluster.Tests.ApiServer;

/// <summary>Fills in path templates.</summary>
internal static class Paths
{
    public static string In(this string template, string ns) => template.Replace("{ns}", ns, StringComparison.Ordinal);
}
