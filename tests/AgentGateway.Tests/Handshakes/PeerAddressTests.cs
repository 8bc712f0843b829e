using System.Net;
using ElementalProvider.AgentGateway.Handshakes;

namespace ElementalProvider.AgentGateway.Tests.Handshakes;

public class PeerAddressTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Those_are_counted_together_who_can_choose_their_address_among_themselves(string one, string other, bool together) =>
        Assert.Equal(together, Of(one) == Of(other));

    [Fact]
    public void A_connection_without_an_address_is_counted_too() => Assert.Equal(PeerAddress.Of(null), PeerAddress.Of(null));

    private static PeerAddress Of(string address) => PeerAddress.Of(new IPEndPoint(IPAddress.Parse(address), 1));
}
