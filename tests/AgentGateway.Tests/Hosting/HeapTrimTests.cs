using ElementalProvider.AgentGateway.Hosting;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.AgentGateway.Tests.Hosting;

public sealed class HeapTrimTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly HeapTrim _trim;
    private int _collections;

    public HeapTrimTests() => _trim = new HeapTrim(_clock, () => _collections++);

    [Fact]
    public void A_rush_is_followed_by_one_collection_once_it_is_quiet()
    {
        Open(HeapTrim.Rush - 1);
        _clock.Advance(HeapTrim.Quiet);
        Assert.Equal(0, _collections);

        Open(1);
        _clock.Advance(HeapTrim.Quiet - TimeSpan.FromSeconds(1));
        Open(1);
        _clock.Advance(HeapTrim.Quiet - TimeSpan.FromSeconds(1));
        Assert.Equal(0, _collections);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _collections);
    }

    [Fact]
    public void An_idle_fleet_costs_no_timer()
    {
        Open(HeapTrim.Rush);
        _clock.Advance(HeapTrim.Quiet);

        Open(HeapTrim.Rush - 1);

        Assert.Equal(0, _clock.PendingTimers);
        Assert.Equal(1, _collections);
    }

    public void Dispose() => _trim.Dispose();

    private void Open(int streams)
    {
        for (int i = 0; i < streams; i++)
            _trim.StreamOpened();
    }
}
