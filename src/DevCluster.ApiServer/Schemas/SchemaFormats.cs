using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace ElementalProvider.DevCluster.ApiServer.Schemas;

/// <summary>The string formats that are checked; any other format is only documentation.</summary>
internal static partial class SchemaFormats
{
    public static bool Accepts(string format, string text) => format switch
    {
        "date-time" => DateTimePattern().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "byte" => Convert.TryFromBase64String(text, new byte[text.Length], out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "ipv4" => IPAddress.TryParse(text, out IPAddress? four) && four.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork,
        "ipv6" => IPAddress.TryParse(text, out IPAddress? six) && six.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6,
        "cidr" => IPNetwork.TryParse(text, out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "email" => text.IndexOf('@', StringComparison.Ordinal) > 0,
        _ => true,
    };

    [GeneratedRegex(@"\A\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DateTimePattern();
}
