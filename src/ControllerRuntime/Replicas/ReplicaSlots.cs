using System.Globalization;

namespace ElementalProvider.ControllerRuntime.Replicas;

/// <summary>What a replica does about its lease. Pure: how long a lease has not changed is all that is known of time.</summary>
internal static class ReplicaSlots
{
    /// <summary>
    /// What to do next. A replica takes a lease that was given back or has run out before it makes a new one, and waits for one to run out: whoever
    /// starts again where there was one replica has what that one had, and nothing that refers to it has to be written anew.
    /// </summary>
    /// <param name="leases">The leases of all replicas.</param>
    /// <param name="prefix">What their names begin with.</param>
    /// <param name="identity">Who this replica is.</param>
    /// <param name="watchedFor">How long this replica has watched them.</param>
    public static SlotStep Next(IReadOnlyList<Slot> leases, string prefix, string identity, TimeSpan watchedFor)
    {
        if (leases.FirstOrDefault(lease => lease.Holder == identity) is { } mine)
            return new SlotStep.Hold(mine.Name);
        if (leases.Where(IsFree).OrderBy(lease => lease.Number(prefix)).FirstOrDefault() is { } free)
            return new SlotStep.Hold(free.Name);
        if (leases.Any(lease => watchedFor < lease.Duration))
            return new SlotStep.Wait();

        int number = 0;
        while (leases.Any(lease => lease.Number(prefix) == number))
            number++;
        return new SlotStep.Create(NameOf(prefix, number));
    }

    /// <summary>Whether nobody holds a lease.</summary>
    /// <param name="lease">The lease.</param>
    public static bool IsFree(Slot lease) => string.IsNullOrEmpty(lease.Holder) || lease.UnchangedFor >= lease.Duration;

    /// <summary>Name of a lease.</summary>
    /// <param name="prefix">What the names begin with.</param>
    /// <param name="number">Which one.</param>
    public static string NameOf(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}");

    /// <summary>The number of a lease, or null where it is no lease of a replica.</summary>
    /// <param name="prefix">What the names begin with.</param>
    /// <param name="name">Name of the lease.</param>
    public static int? NumberOf(string prefix, string name) =>
        name.StartsWith(prefix + "-", StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(prefix.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
}

/// <summary>One lease as it is seen from here.</summary>
/// <param name="Name">Name of the lease.</param>
/// <param name="Holder">Who holds it; null or empty for nobody.</param>
/// <param name="UnchangedFor">How long it has not changed, as far as it was watched.</param>
/// <param name="Duration">How long it may be unchanged and still be held.</param>
internal sealed record Slot(string Name, string? Holder, TimeSpan UnchangedFor, TimeSpan Duration)
{
    public int? Number(string prefix) => ReplicaSlots.NumberOf(prefix, Name);
}

/// <summary>What a replica does about its lease.</summary>
internal abstract record SlotStep
{
    /// <summary>Take a lease, or renew it.</summary>
    public sealed record Hold(string Name) : SlotStep;

    /// <summary>Make a lease of its own.</summary>
    public sealed record Create(string Name) : SlotStep;

    /// <summary>See first whether one runs out.</summary>
    public sealed record Wait : SlotStep;
}
