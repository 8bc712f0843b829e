using System.Globalization;
using System.Text.RegularExpressions;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Values;

/// <summary>A resource quantity such as 1.5Gi, as the number that it stands for.</summary>
internal sealed partial record CelQuantity(decimal Number)
{
    private const decimal Largest = long.MaxValue;
    private static readonly string[] BinarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] DecimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    public bool IsWhole => decimal.IsInteger(Number);

    /// <summary>The quantity that a text stands for, or null where it stands for none.</summary>
    public static CelQuantity? Parse(string text)
    {
        Match match = Pattern().Match(text);
        if (!match.Success || !decimal.TryParse(match.Groups["number"].ValueSpan, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
            return null;
        try
        {
            decimal value = number * Factor(match.Groups["suffix"].Value);
            // Quantities have at most nine digits after the point, rounded up, and do not grow beyond 64 bits.
            decimal rounded = decimal.Round(value, 9, value < 0 ? MidpointRounding.ToNegativeInfinity : MidpointRounding.ToPositiveInfinity);
            return new CelQuantity(Math.Clamp(rounded, -Largest, Largest));
        }
        catch (OverflowException)
        {
            return new CelQuantity(number < 0 ? -Largest : Largest);
        }
    }

    private static decimal Factor(string suffix)
    {
        int binary = Array.IndexOf(BinarySuffixes, suffix);
        if (binary >= 0)
            return Power(1024, binary);
        int thousands = Array.IndexOf(DecimalSuffixes, suffix);
        int exponent = thousands >= 0 ? (thousands - 3) * 3 : int.Parse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return exponent >= 0 ? Power(10, exponent) : 1 / Power(10, Math.Min(-exponent, 28));
    }

    private static decimal Power(decimal number, int exponent)
    {
        decimal power = 1;
        for (int count = 0; count < exponent; count++)
            power *= number;
        return power;
    }

    [GeneratedRegex(@"\A(?<number>[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+))(?<suffix>[KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,3}|)\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
