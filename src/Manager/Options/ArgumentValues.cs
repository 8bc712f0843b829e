using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Serilog.Events;

namespace ElementalProvider.Manager.Options;

/// <summary>Reads the text of arguments; null is always "not readable".</summary>
internal static class ArgumentValues
{
    /// <summary>The value of an address that is to be left out.</summary>
    public const string None = "0";

    /// <summary>An address and a port: <c>127.0.0.1:8080</c>, <c>[::]:8080</c>, <c>localhost:8080</c>, or <c>:8080</c> for any address.</summary>
    /// <param name="text">The text.</param>
    public static IPEndPoint? Endpoint(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
            return null;

        string host = text[..colon];
        return host switch
        {
            "" => new IPEndPoint(IPAddress.Any, port),
            "localhost" => new IPEndPoint(IPAddress.Loopback, port),
            _ when host.Contains(':') != (host.StartsWith('[') && host.EndsWith(']')) => null,
            _ => IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) ? new IPEndPoint(address, port) : null,
        };
    }

    /// <summary>An https URL without query and fragment.</summary>
    /// <param name="text">The text.</param>
    public static Uri? HttpsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttps && url is { Query: "", Fragment: "", UserInfo: "" }
            ? url
            : null;

    /// <summary>An http or https URL without user, query and fragment.</summary>
    /// <param name="text">The text.</param>
    public static Uri? HttpUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url is { Query: "", Fragment: "", UserInfo: "" }
            ? url
            : null;

    /// <summary>The URL of an address on this machine.</summary>
    /// <param name="endpoint">The address.</param>
    public static Uri UrlOf(IPEndPoint endpoint)
    {
        bool isAny = endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any);
        IPAddress address = isAny ? IPAddress.Loopback : endpoint.Address;
        string host = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        return new Uri($"https://{host}:{endpoint.Port}");
    }

    /// <summary>A whole number.</summary>
    /// <param name="text">The text.</param>
    public static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>A number.</summary>
    /// <param name="text">The text.</param>
    public static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            ? number
            : null;

    /// <summary>Seconds, minutes or hours: <c>30s</c>, <c>1m</c>, <c>8h</c>.</summary>
    /// <param name="text">The text.</param>
    public static TimeSpan? Duration(string text) => text switch
    {
        [.. string seconds, 's'] when Whole(seconds) is >= 0 and int count => TimeSpan.FromSeconds(count),
        [.. string minutes, 'm'] when Whole(minutes) is >= 0 and int count => TimeSpan.FromMinutes(count),
        [.. string hours, 'h'] when Whole(hours) is >= 0 and int count => TimeSpan.FromHours(count),
        _ => null,
    };

    /// <summary>A level of the log.</summary>
    /// <param name="text">The text.</param>
    public static LogEventLevel? Level(string text) =>
        Whole(text) is null && Enum.TryParse(text, ignoreCase: true, out LogEventLevel level) && level < LogEventLevel.Fatal ? level : null;
}
