namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>A history that breaks an invariant.</summary>
/// <param name="Problem">What broke.</param>
/// <param name="History">The shortest history found that breaks one.</param>
/// <param name="Seed">What the histories were drawn by.</param>
/// <param name="Number">Which history of the run was the first that did.</param>
internal sealed record Finding(string Problem, History History, ulong Seed, int Number)
{
    public override string ToString() => $"{Problem}\nin history {Number} by the seed {Seed}, at its shortest:\n{History}";
}
