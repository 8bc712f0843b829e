using System.Globalization;

namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>The text form of resource versions.</summary>
internal static class ResourceVersions
{
    public static string Format(long version) => version.ToString(CultureInfo.InvariantCulture);

    public static bool TryParse(string text, out long version) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version);
}
