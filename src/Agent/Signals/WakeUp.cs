using System.Threading.Channels;

namespace ElementalProvider.Agent.Signals;

/// <summary>"Something changed, look again": any number of signals before a wait end it once.</summary>
internal sealed class WakeUp
{
    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => signals.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellationToken) => await signals.Reader.ReadAsync(cancellationToken);
}
