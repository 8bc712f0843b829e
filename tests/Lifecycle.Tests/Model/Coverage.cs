using ElementalProvider.Api.Elemental.Lifecycle;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>Which rows of the lifecycle were taken, over all histories of a run.</summary>
internal sealed class Coverage
{
    private readonly HashSet<HostTransition> _taken = [];

    public IEnumerable<HostTransition> Missing => HostLifecycle.Table.Except(_taken);

    /// <summary>Notes a change of state; false where no row leads there.</summary>
    public bool Take(HostState before, HostState after)
    {
        HostTransition? row = HostLifecycle.Table.FirstOrDefault(row => row.To == after && row.From.Contains(before));
        if (row is not null)
            _taken.Add(row);
        return row is not null;
    }
}
