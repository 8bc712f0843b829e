using System.CommandLine;

namespace ElementalProvider.DevCluster.Cli;

/// <summary>Options that take whole numbers within bounds.</summary>
internal static class Numbers
{
    /// <summary>An option whose value outside the bounds is one clear sentence.</summary>
    public static Option<int> AtLeast(string name, int least, int most, int defaultValue, string description)
    {
        Option<int> option = new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => defaultValue };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out int number) && (number < least || number > most))
                result.AddError($"{name} must be between {least} and {most}, not {number}.");
        });
        return option;
    }
}
