using System.Buffers;
using ElementalProvider.AgentGateway.Handshakes;
using ElementalProvider.AgentGateway.Tests.Support;

namespace ElementalProvider.AgentGateway.Tests.Handshakes;

public class ClientHelloTests
{
    [Fact]
    public async Task What_a_real_client_says_is_partial_until_its_last_byte()
    {
        byte[] hello = await Hello.BytesAsync();

        for (int length = 0; length < hello.Length; length++)
            Assert.Equal(HelloProgress.Partial, Read(hello[..length]));
        Assert.Equal(HelloProgress.Whole, Read(hello));
        Assert.Equal(HelloProgress.Whole, Read([.. hello, 1, 2, 3]));
    }

    [Fact]
    public async Task A_message_may_be_cut_into_records_and_these_into_pieces()
    {
        byte[] message = (await Hello.BytesAsync())[5..];
        byte[] cut = [.. message.Chunk(3).SelectMany(chunk => (byte[])[22, 3, 1, 0, (byte)chunk.Length, .. chunk])];

        Assert.Equal(HelloProgress.Partial, ClientHello.Read(Pieces(cut[..^1])));
        Assert.Equal(HelloProgress.Whole, ClientHello.Read(Pieces(cut)));
    }

    [Theory]
    [InlineData("47")]
    [InlineData("160201")]
    [InlineData("1603010000")]
    [InlineData("160301FFFF")]
    [InlineData("160301000402")]
    [InlineData("160301400001FFFFFF")]
    public void Whoever_does_not_speak_it_is_seen_through_at_once(string received) =>
        Assert.Equal(HelloProgress.Nonsense, Read(Convert.FromHexString(received)));

    [Theory]
    [InlineData("")]
    [InlineData("16")]
    [InlineData("1603")]
    [InlineData("1603010100")]
    [InlineData("160301010001")]
    public void Whoever_has_begun_may_go_on(string received) => Assert.Equal(HelloProgress.Partial, Read(Convert.FromHexString(received)));

    private static HelloProgress Read(byte[] received) => ClientHello.Read(new ReadOnlySequence<byte>(received));

    private static ReadOnlySequence<byte> Pieces(byte[] bytes)
    {
        Piece first = new(bytes.AsMemory(0, 1), 0);
        Piece last = first;
        for (int i = 1; i < bytes.Length; i++)
            last = last.Before(bytes.AsMemory(i, 1));
        return new ReadOnlySequence<byte>(first, 0, last, 1);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Piece Before(ReadOnlyMemory<byte> memory)
        {
            Piece next = new(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
