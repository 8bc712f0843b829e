using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ElementalProvider.DevCluster.ApiServer.Json;

/// <summary>What plain YAML 1.1 scalars mean: yes is true, 010 is eight, ~ is null.</summary>
internal static partial class YamlScalars
{
    public static JsonNode? ToJson(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str")
            return JsonValue.Create(scalar.Value);
        return scalar.Value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => JsonValue.Create(true),
            "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => JsonValue.Create(false),
            string text => Number(text) ?? JsonValue.Create(text),
        };
    }

    /// <summary>Keys of objects are text, whatever their type.</summary>
    public static string ToKey(Scalar scalar) => ToJson(scalar) switch
    {
        null => "null",
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonNode other => other.ToJsonString(),
    };

    private static JsonValue? Number(string text)
    {
        if (!NumberPattern().IsMatch(text))
            return null;
        string digits = text.Replace("_", string.Empty, StringComparison.Ordinal);
        if (Whole(digits) is { } whole)
            return JsonValue.Create(whole);
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
            return null;
        return double.IsInteger(number) && Math.Abs(number) < 1e15 ? JsonValue.Create((long)number) : JsonValue.Create(number);
    }

    private static long? Whole(string digits)
    {
        bool negative = digits[0] == '-';
        string body = digits.TrimStart('+', '-');
        int radix = body switch
        {
            ['0', 'x' or 'X', ..] => 16,
            ['0', 'o', ..] => 8,
            ['0', 'b', ..] => 2,
            ['0', >= '0' and <= '7', ..] => 8,
            _ => 10,
        };
        if (radix == 10)
            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long plain) ? plain : null;
        string significant = body[1] is 'x' or 'X' or 'o' or 'b' ? body[2..] : body;
        if (radix == 8 && significant.Any(digit => digit is < '0' or > '7'))
            return null;
        long value = Convert.ToInt64(significant, radix);
        return negative ? -value : value;
    }

    [GeneratedRegex(@"\A[-+]?(0x[0-9a-fA-F_]{1,15}|0o[0-7_]{1,20}|0b[01_]{1,62}|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|\.[0-9]+([eE][-+]?[0-9]+)?)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberPattern();
}
