using ElementalProvider.AgentGateway.Presence;

namespace ElementalProvider.AgentGateway.Tests.Presence;

public class MachineTrailTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string, bool> Cases => new()
    {
        // who speaks, one a second; each letter is a boot, a figure before it the machine, and - a minute in which nobody speaks
        { "one boot that connects again and again", "AAAAAA", false },
        { "a host that reboots", "ABCDEF", false },
        { "something of the boot before comes late", "AABA", false },
        { "and so the boot after it says again that it is there", "ABAB", false },
        { "two machines", "ABABA", true },
        { "two machines, one of which reboots", "ABACADA", true },
        { "two machines that say so", "1A2A1A2A1A", true },
        { "two machines that take their time", "A--B--A--B--A", true },
        { "a machine that somebody sets back to a snapshot now and then", "A" + "----------------" + "B" + "A" + "----------------" + "C" + "A", false },
        { "agents that say nothing of their boot", "    ", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Two_machines_are_told_from_one(string why, string spoken, bool isClone)
    {
        MachineTrail trail = Spoken(spoken);

        Assert.True(isClone == trail.IsOfClones, why);
        Assert.Equal(isClone, trail.Names.Length > 0);
    }

    [Fact]
    public void They_are_named_with_where_they_are()
    {
        MachineTrail trail = MachineTrail.Empty;
        for (int turn = 0; turn < 5; turn++)
        {
            (MachineIdentity who, string peer) = turn % 2 == 0
                ? (new MachineIdentity("0f8fad5b-d9cb", "4f2a66c0aa"), "192.0.2.1")
                : (new MachineIdentity("7c9e6679-7425", ""), "2001:db8::2");
            trail = trail.Seen(who, peer, Start.AddSeconds(turn));
        }

        Assert.Equal("boot 0f8fad5b of machine 4f2a66c0 at 192.0.2.1 and boot 7c9e6679 at 2001:db8::2", trail.Names);
    }

    [Fact]
    public void What_is_remembered_is_bounded()
    {
        MachineTrail trail = MachineTrail.Empty;
        for (int boot = 0; boot < 100; boot++)
            trail = trail.Seen(new MachineIdentity($"boot-{boot}", ""), "", Start.AddSeconds(boot));

        Assert.InRange(trail.Sightings.Count, 1, 8);
    }

    [Theory]
    [InlineData("ipv4:192.0.2.1:5000", "192.0.2.1")]
    [InlineData("ipv6:[2001:db8::1]:5000", "2001:db8::1")]
    [InlineData("model", "")]
    [InlineData("", "")]
    public void The_port_of_a_peer_is_left_out(string peer, string address) => Assert.Equal(address, PeerAddress.Of(peer));

    [Fact]
    public void Whoever_is_refused_again_and_again_stays_away_longer_and_longer()
    {
        TimeSpan[] pauses = [.. Enumerable.Range(0, 40).Select(Clones.PauseAfter)];

        Assert.Equal(TimeSpan.FromSeconds(15), pauses[0]);
        Assert.All(pauses.Zip(pauses.Skip(1)), pair => Assert.True(pair.Second > pair.First || pair.Second == TimeSpan.FromMinutes(10)));
        Assert.Equal(TimeSpan.FromMinutes(10), pauses[^1]);
    }

    private static MachineTrail Spoken(string spoken)
    {
        MachineTrail trail = MachineTrail.Empty;
        DateTimeOffset now = Start;
        string machine = "";
        foreach (char each in spoken)
        {
            if (char.IsDigit(each))
            {
                machine = each.ToString();
                continue;
            }

            now += each == '-' ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(1);
            if (each != '-')
                trail = trail.Seen(new MachineIdentity(each == ' ' ? "" : each.ToString(), machine), "", now);
        }

        return trail;
    }
}
