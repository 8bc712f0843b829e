namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>The Warning header, which kubectl prints.</summary>
internal static class WarningHeader
{
    public static string Format(string text) => $"299 - \"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
