namespace ElementalProvider.DevCluster.ApiServer.Cel.Types;

/// <summary>What the type variables of one signature stand for in one call.</summary>
internal sealed class TypeBindings
{
    private readonly Dictionary<string, CelType> _bound = new(StringComparer.Ordinal);

    /// <summary>Whether a value of one type may be given where another is asked for; notes what variables must be for it.</summary>
    public bool Accepts(CelType wanted, CelType given)
    {
        if (wanted.IsVariable)
            return Bind(wanted.Name, given);
        if (wanted.IsDyn || given.IsDyn)
            return true;
        if (ReferenceEquals(given, CelType.Null))
            return AllowsNull(wanted);
        // A value of which only null is known fits whatever may be null.
        if (ReferenceEquals(wanted, CelType.Null))
            return AllowsNull(given);
        if (wanted.Name != given.Name || wanted.Parameters.Count != given.Parameters.Count)
            return false;
        if (wanted.Fields is not null && given.Fields is not null)
            return ReferenceEquals(wanted.Fields, given.Fields) || SameFields(wanted.Fields, given.Fields);
        for (int index = 0; index < wanted.Parameters.Count; index++)
        {
            if (!Accepts(wanted.Parameters[index], given.Parameters[index]))
                return false;
        }

        return true;
    }

    /// <summary>A type of the signature with the variables filled in; those that nothing is known about may be anything.</summary>
    public CelType Resolve(CelType type)
    {
        if (type.IsVariable)
            return _bound.GetValueOrDefault(type.Name, CelType.Dyn);
        return type.Parameters.Count == 0 ? type : type.IsOptional
            ? CelType.OptionalOf(Resolve(type.Parameters[0]))
            : CelType.Named(type.Name, [.. type.Parameters.Select(Resolve)]);
    }

    /// <summary>The type that holds values of both.</summary>
    public static CelType Join(CelType left, CelType right)
    {
        if (!new TypeBindings().Accepts(left, right) || left.IsDyn || right.IsDyn)
            return CelType.Dyn;
        return ReferenceEquals(left, CelType.Null) ? right : left;
    }

    private bool Bind(string variable, CelType given)
    {
        if (!_bound.TryGetValue(variable, out CelType? known) || known.IsDyn)
        {
            _bound[variable] = known ?? given;
            return true;
        }

        if (given.IsDyn)
        {
            _bound[variable] = CelType.Dyn;
            return true;
        }

        if (ReferenceEquals(known, CelType.Null) && AllowsNull(given))
        {
            _bound[variable] = given;
            return true;
        }

        return Accepts(known, given);
    }

    private static bool AllowsNull(CelType type) =>
        ReferenceEquals(type, CelType.Null) || type.Fields is not null || ReferenceEquals(type, CelType.Duration) || ReferenceEquals(type, CelType.Timestamp) || type.Name.Contains('.', StringComparison.Ordinal);

    private static bool SameFields(IReadOnlyDictionary<string, CelType> left, IReadOnlyDictionary<string, CelType> right) =>
        left.Count == right.Count && left.All(field => right.TryGetValue(field.Key, out CelType? other) && new TypeBindings().Accepts(field.Value, other));
}
