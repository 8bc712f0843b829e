using ElementalProvider.Testing.Time;

namespace ElementalProvider.ControllerRuntime.Tests;

public sealed class BoundedCacheTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void An_entry_lives_until_its_time()
    {
        BoundedCache<string, int> cache = new(capacity: 10, _clock);
        cache.Set("a", 1, _clock.GetUtcNow().AddSeconds(10));

        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.True(cache.TryGet("a", out int value));
        Assert.Equal(1, value);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(cache.TryGet("a", out _));
    }

    [Fact]
    public void Setting_replaces_and_removing_removes_in_both_generations()
    {
        BoundedCache<string, int> cache = new(capacity: 1, _clock);
        DateTimeOffset later = _clock.GetUtcNow().AddHours(1);
        cache.Set("a", 1, later);
        cache.Set("b", 2, later);
        cache.Set("a", 3, later);

        Assert.True(cache.TryGet("a", out int value));
        Assert.Equal(3, value);
        cache.Remove("a");
        cache.Remove("b");
        Assert.False(cache.TryGet("a", out _));
        Assert.False(cache.TryGet("b", out _));
    }

    [Fact]
    public void It_never_holds_more_than_two_generations_and_keeps_the_newest()
    {
        BoundedCache<int, int> cache = new(capacity: 100, _clock);
        for (int i = 0; i < 10_000; i++)
        {
            cache.Set(i, i, _clock.GetUtcNow().AddHours(1));
            Assert.InRange(cache.Count, 0, 200);
            Assert.True(cache.TryGet(Math.Max(0, i - 99), out _));
        }
    }
}
