using System.CommandLine;
using System.CommandLine.Parsing;

namespace ElementalProvider.DevCluster.Cli;

/// <summary>Options that take whole numbers within bounds.</summary>
internal static class Numbers
{
    /// <summary>An option whose value is within bounds; anything else is one clear sentence.</summary>
    public static Option<int> Within(string name, int least, int most, int defaultValue, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result => Read(result, name, least, most),
    };

    /// <summary>The number that was given to an option; where it is none, or outside the bounds, the result gets the error.</summary>
    public static int Read(ArgumentResult result, string name, int least, int most)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, out int number) && number >= least && number <= most)
            return number;

        result.AddError($"{name} must be a whole number between {least} and {most}, not {text}.");
        return least;
    }
}
