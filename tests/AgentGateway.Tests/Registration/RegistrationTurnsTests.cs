using ElementalProvider.AgentGateway.Registration;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.AgentGateway.Tests.Registration;

public class RegistrationTurnsTests
{
    private static readonly ObjectKey Rack = new("default", "rack");

    private readonly ManualTimeProvider _clock = new();
    private readonly RegistrationTurns _turns;

    public RegistrationTurnsTests() => _turns = new RegistrationTurns(_clock);

    [Fact]
    public void First_come_first_served_at_a_steady_rate()
    {
        TimeSpan[] told = [.. Enumerable.Range(0, 15).Select(i => _turns.Take(Rack, $"m-{i}", perMinute: 60))];

        // Ten seconds are made up for, and the turn of this moment.
        Assert.All(told[..11], wait => Assert.Equal(TimeSpan.Zero, wait));
        Assert.Equal([1, 2, 3, 4], told[11..].Select(wait => (int)wait.TotalSeconds));
    }

    [Fact]
    public void Who_waits_keeps_its_turn_and_nobody_overtakes_it()
    {
        Assert.Equal([0, 0], new[] { Take("m-0"), Take("m-1") });
        Assert.Equal(10, Take("m-2"));

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(10, Take("m-3"));
        Assert.Equal(0, Take("m-2"));
        Assert.Equal(20, Take("m-2"));
    }

    [Fact]
    public void A_turn_that_nobody_takes_is_forgotten_after_a_while()
    {
        Assert.Equal([0, 0, 10], new[] { Take("m-0"), Take("m-1"), Take("m-2") });
        Take("m-3");

        _clock.Advance(RegistrationTurns.Grace + TimeSpan.FromSeconds(11));

        Assert.Equal([0, 0], new[] { Take("m-4"), Take("m-5") });
        Assert.Equal(10, Take("m-2"));
    }

    [Fact]
    public void Registrations_do_not_wait_for_each_other()
    {
        Assert.Equal([0, 0, 10], new[] { Take("m-0"), Take("m-1"), Take("m-2") });

        Assert.Equal(TimeSpan.Zero, _turns.Take(new ObjectKey("default", "other"), "m-2", perMinute: 6));
    }

    private int Take(string host) => (int)_turns.Take(Rack, host, perMinute: 6).TotalSeconds;
}
