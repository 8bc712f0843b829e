using ElementalProvider.DevCluster.ApiServer.Cel;
using ElementalProvider.DevCluster.ApiServer.Cel.Functions;
using ElementalProvider.DevCluster.ApiServer.Cel.Types;
using ElementalProvider.DevCluster.ApiServer.Cel.Values;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Cel;

/// <summary>Short ways to compile and evaluate expressions without variables, but for x, of which nothing is known.</summary>
internal static class Expressions
{
    private static readonly Dictionary<string, CelType> Variables = new(StringComparer.Ordinal) { ["x"] = CelType.Dyn };

    public static CelProgram Compile(string source) => CelProgram.Compile(source, Variables);

    /// <summary>The value as format() shows it, or what went wrong after "error: ".</summary>
    public static string Evaluate(string source, object? x = null)
    {
        try
        {
            object? value = Compile(source).Evaluate(new Dictionary<string, object?>(StringComparer.Ordinal) { ["x"] = x }, new CelBudget(CelBudget.PerWrite));
            return value switch
            {
                CelOptional { HasValue: false } => "none",
                CelOptional optional => $"some {TextFormat.Format("%s", [optional.Value])}",
                _ => TextFormat.Format("%s", [value]),
            };
        }
        catch (CelException problem)
        {
            return $"error: {problem.Message}";
        }
    }

    /// <summary>What the compiler says, with line and column in front.</summary>
    public static string Refusal(string source)
    {
        CelCompileException problem = Assert.Throws<CelCompileException>(() => Compile(source));
        return problem.Describe(source).Split('\n')[0]["ERROR: <input>:".Length..];
    }
}
