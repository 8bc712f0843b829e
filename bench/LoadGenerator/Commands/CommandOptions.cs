using System.CommandLine;

namespace ElementalProvider.LoadGenerator.Commands;

/// <summary>Makes options of one kind.</summary>
internal static class CommandOptions
{
    /// <summary>A number from 1 on.</summary>
    public static Option<int> Count(string name, string description, int byDefault)
    {
        Option<int> option = new(name) { Description = description, DefaultValueFactory = _ => byDefault };
        MustBePositive(option);
        return option;
    }

    public static void MustBePositive(Option<int> option) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1)
            result.AddError($"{option.Name} must be at least 1.");
    });
}
