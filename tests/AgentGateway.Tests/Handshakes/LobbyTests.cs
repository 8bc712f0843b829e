using System.Net;
using ElementalProvider.AgentGateway.Handshakes;

namespace ElementalProvider.AgentGateway.Tests.Handshakes;

public class LobbyTests
{
    private static readonly HandshakeLimits Limits = new()
    {
        Turns = 2, Turn = Seconds(0.25), Grace = Seconds(1), Late = 4, LateGrace = Seconds(2), Unfinished = 7, PerAddress = 4,
    };

    private readonly Lobby _lobby = new(Limits);
    private readonly Dictionary<string, Visitor> _visitors = [];

    // At most two have a turn, one for a quarter of a second while others wait; seven connections, four of one address that owe something.
    // a1: visitor 1 of address a comes. !: and has said hello. -: goes. >: expected to begin. x: expected to have to go. @: the time.
    [Theory]
    [InlineData("a1! >a1")]
    [InlineData("a1! >a1 a2! >a2 a3! -a1 >a3")]
    [InlineData("a1! >a1 a2! >a2 a3! a3 -a2 >a3")]
    // Who says nothing holds up nobody.
    [InlineData("a1 a2 a3 b1! >b1 b2! >b2")]
    // Who has a turn keeps it while nobody waits, and loses it a moment after somebody does.
    [InlineData("a1! >a1 a2! >a2 @0.2 b1! @0.249 @0.25 >b1")]
    [InlineData("a1! >a1 a2! >a2 @9 b1! >b1 b2! >b2 b3! @9.2 @9.25 >b3")]
    // Addresses take turns; within one it is who came first.
    [InlineData("a1! >a1 a2! >a2 a3! a4! b1! -a1 >a3 -a2 >b1 -a3 >a4")]
    [InlineData("a1! >a1 a2! >a2 a3! b1! b2! c1! -a1 >a3 -a2 >b1 -a3 >c1 -b1 >b2")]
    // Four go on without one; more only when the slowest of them has been at it for long.
    [InlineData("a1! >a1 a2! >a2 b1! b2! @0.5 >b1 >b2 c1! c2! @1 >c1 >c2 d1! @1.5 @1.99 @2 xa1 >d1")]
    // Who has gone does not get a turn.
    [InlineData("a1! >a1 a2! >a2 b1! c1! -b1 -a1 >c1")]
    [InlineData("a1! >a1 a2! >a2 b1! -b1 b2! -a1 >b2")]
    // One address too many of its own: the slowest has to go, or whoever came last while all may still be good ones.
    [InlineData("a1 a2 a3 a4 @0.9 a5 xa5")]
    [InlineData("a1 a2 a3 a4 @1 a5 xa1")]
    [InlineData("a1! >a1 a2! >a2 a3! a4! @0.5 >a3 >a4 a5 a6 @2.4 a7 xa5")]
    [InlineData("a1! >a1 a2! >a2 a3! a4! @0.5 >a3 >a4 a5! a6! @1 >a5 >a6 a7 xa7 @2 a8 xa1")]
    [InlineData("a1! >a1 a2! >a2 a3! a4! a5! a6! a7! b1 xa7")]
    // Too many of all: one of the most crowded address has to go.
    [InlineData("a1 a2 a3 b1 b2 c1 c2 d1 xa3")]
    [InlineData("a1 a2 a3 b1 b2 c1 c2 @1 d1 xa1")]
    [InlineData("a1! >a1 a2 a3 b1 b2 c1 c2 @1 d1 xa2")]
    public void Whose_turn_it_is_and_who_has_to_go(string story)
    {
        TimeSpan now = TimeSpan.Zero;
        Queue<string> words = new(story.Split(' '));
        while (words.TryDequeue(out string? word))
        {
            List<string> seen = [];
            switch (word[0])
            {
                case '@':
                    now = Seconds(double.Parse(word[1..], System.Globalization.CultureInfo.InvariantCulture));
                    break;
                case '-':
                    _lobby.Leave(_visitors[word[1..]]);
                    break;
                default:
                    Come(word.TrimEnd('!'), word.EndsWith('!'), now, seen);
                    break;
            }

            (IReadOnlyList<Visitor> begin, IReadOnlyList<Visitor> drop) = _lobby.Advance(now);
            seen.AddRange(drop.Select(visitor => $"x{NameOf(visitor)}"));
            seen.AddRange(begin.Select(visitor => $">{NameOf(visitor)}"));
            List<string> expected = [];
            while (words.TryPeek(out string? next) && (next[0] is '>' or 'x'))
                expected.Add(words.Dequeue());
            Assert.Equal((word, string.Join(' ', expected)), (word, string.Join(' ', seen)));
        }

        foreach (Visitor visitor in _visitors.Values)
            _lobby.Leave(visitor);
        Assert.Equal((0, null), (_lobby.Count, _lobby.NextLook));
    }

    [Fact]
    public void It_is_said_when_there_is_something_to_do_next()
    {
        Come("a1", true, Seconds(4), []);
        _lobby.Advance(Seconds(4));
        Come("a2", true, Seconds(4.1), []);
        _lobby.Advance(Seconds(4.1));
        Assert.Null(_lobby.NextLook);

        Come("b1", true, Seconds(4.2), []);
        _lobby.Advance(Seconds(4.2));

        Assert.Equal(Seconds(4.25), _lobby.NextLook);
    }

    private void Come(string name, bool says, TimeSpan now, List<string> seen)
    {
        if (!_visitors.TryGetValue(name, out Visitor? visitor))
        {
            _visitors[name] = visitor = new Visitor(new PeerAddress(new IPAddress([192, 0, 2, (byte)name[0]])), now);
            if (_lobby.Arrive(visitor, now) is { } victim)
                seen.Add($"x{NameOf(victim)}");
        }

        if (says)
            _lobby.Speak(visitor, now);
    }

    private string NameOf(Visitor visitor) => _visitors.Single(known => known.Value == visitor).Key;

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
