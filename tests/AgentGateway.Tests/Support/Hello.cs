using System.Net.Security;

namespace ElementalProvider.AgentGateway.Tests.Support;

/// <summary>The first message of TLS, as a real client sends it.</summary>
internal static class Hello
{
    /// <summary>What it sends before it has heard anything.</summary>
    public static async Task<byte[]> BytesAsync()
    {
        using Ear ear = new();
        await using SslStream client = new(ear);
        await Assert.ThrowsAsync<IOException>(() => client.AuthenticateAsClientAsync("gateway.example"));
        return ear.Heard;
    }

    /// <summary>Listens, and hangs up when it should answer.</summary>
    private sealed class Ear : Stream
    {
        private readonly MemoryStream _heard = new();

        public byte[] Heard => _heard.ToArray();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => 0;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(0);

        public override void Write(byte[] buffer, int offset, int count) => _heard.Write(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _heard.WriteAsync(buffer, cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
