using System.Buffers;
using System.Text;
using ElementalProvider.LoadGenerator.ApiServer;

namespace ElementalProvider.LoadGenerator.Tests.ApiServer;

public class VersionTextTests
{
    [Theory]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"123"}}}""", 123L)]
    [InlineData("""{"metadata":{"resourceVersion":"7"},"items":[{"metadata":{"resourceVersion":"5"}}]}""", 7L)]
    [InlineData("""{"metadata":{"resourceVersion":""}}""", null)]
    [InlineData("""{"metadata":{}}""", null)]
    public void The_first_version_is_found_wherever_the_text_is_cut(string json, long? version)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        Assert.Equal(version, VersionText.Find(bytes));
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            Piece first = new(bytes.AsMemory(0, cut));
            Piece last = first.Append(bytes.AsMemory(cut));
            Assert.Equal(version, VersionText.Find(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length)));
        }
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            Piece next = new(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
