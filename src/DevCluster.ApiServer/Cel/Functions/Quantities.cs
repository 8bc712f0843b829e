using ElementalProvider.DevCluster.ApiServer.Cel.Values;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>Resource quantities.</summary>
internal static class Quantities
{
    private const string Type = "kubernetes.Quantity";

    public static IEnumerable<Overload> All =>
    [
        Overload.Of("isQuantity(string): bool", a => CelQuantity.Parse((string)a[0]!) is not null),
        Overload.Of($"::quantity(string): {Type}", a => CelQuantity.Parse((string)a[0]!) ?? throw new CelException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")),
        Overload.Of($"{Type}.sign(): int", a => (long)Math.Sign(Number(a, 0))),
        Overload.Of($"{Type}.isInteger(): bool", a => ((CelQuantity)a[0]!).IsWhole),
        Overload.Of($"{Type}.asInteger(): int", a => ((CelQuantity)a[0]!).IsWhole ? (long)Number(a, 0) : throw new CelException("cannot convert value to integer")),
        Overload.Of($"{Type}.asApproximateFloat(): double", a => (double)Number(a, 0)),
        Overload.Of($"{Type}.isGreaterThan({Type}): bool", a => Number(a, 0) > Number(a, 1)),
        Overload.Of($"{Type}.isLessThan({Type}): bool", a => Number(a, 0) < Number(a, 1)),
        Overload.Of($"{Type}.compareTo({Type}): int", a => (long)Number(a, 0).CompareTo(Number(a, 1))),
        Overload.Of($"{Type}.add({Type}): {Type}", a => new CelQuantity(Number(a, 0) + Number(a, 1))),
        Overload.Of($"{Type}.add(int): {Type}", a => new CelQuantity(Number(a, 0) + (long)a[1]!)),
        Overload.Of($"{Type}.sub({Type}): {Type}", a => new CelQuantity(Number(a, 0) - Number(a, 1))),
        Overload.Of($"{Type}.sub(int): {Type}", a => new CelQuantity(Number(a, 0) - (long)a[1]!)),
    ];

    private static decimal Number(object?[] arguments, int index) => ((CelQuantity)arguments[index]!).Number;
}
