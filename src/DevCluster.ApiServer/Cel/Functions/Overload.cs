using ElementalProvider.DevCluster.ApiServer.Cel.Types;
using ElementalProvider.DevCluster.ApiServer.Cel.Values;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>A function for arguments of certain types. The checker goes by its signature, the evaluator by the same one.</summary>
internal sealed record Overload
{
    public required string Name { get; init; }

    /// <summary>Whether it is called on its first parameter.</summary>
    public required bool IsMember { get; init; }

    public required IReadOnlyList<CelType> Parameters { get; init; }

    public required CelType Result { get; init; }

    public required Func<object?[], PatternCache, object?> Run { get; init; }

    public static Overload Of(string signature, Func<object?[], object?> run) => Of(signature, (arguments, _) => run(arguments));

    public static Overload Of(string signature, Func<object?[], PatternCache, object?> run)
    {
        (bool isMember, string name, IReadOnlyList<CelType> parameters, CelType result) = SignatureText.Read(signature);
        return new Overload { Name = name, IsMember = isMember, Parameters = parameters, Result = result, Run = run };
    }

    /// <summary>Whether values are of the types that it takes.</summary>
    public bool Accepts(object?[] arguments, bool isMember)
    {
        if (isMember != IsMember || arguments.Length != Parameters.Count)
            return false;
        for (int index = 0; index < arguments.Length; index++)
        {
            CelType wanted = Parameters[index];
            if (!wanted.IsVariable && !wanted.IsDyn && CelTypeNames.Of(arguments[index]) != wanted.Name)
                return false;
        }

        return true;
    }
}
