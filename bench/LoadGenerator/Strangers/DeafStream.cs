using System.Net.Sockets;

namespace ElementalProvider.LoadGenerator.Strangers;

/// <summary>A connection whose owner says something and then hears nothing of what the other side says, until that side hangs up.</summary>
/// <param name="socket">The connection; disposed of with it.</param>
internal sealed class DeafStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (await base.ReadAsync(buffer, cancellationToken) > 0)
            continue;
        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
