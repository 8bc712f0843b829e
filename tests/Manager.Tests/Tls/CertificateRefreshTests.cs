using System.Net.Security;
using ElementalProvider.Manager.Tls;
using ElementalProvider.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.Manager.Tests.Tls;

public class CertificateRefreshTests
{
    [Fact]
    public async Task Every_certificate_is_looked_at_although_another_one_cannot_be_used()
    {
        ManualTimeProvider clock = new();
        LookedAt broken = new(() => throw new StartupException("half a renewal"));
        LookedAt sound = new(() => false);
        using CertificateRefresh refresh = new(
            [new ServedCertificate("agents", broken), new ServedCertificate("the API server", sound)], clock, NullLogger<CertificateRefresh>.Instance);
        await refresh.StartAsync(CancellationToken.None);

        foreach (int look in (int[])[1, 2])
        {
            await clock.AdvanceToTimerAsync(TimeSpan.FromSeconds(30));
            await sound.WaitAsync(look);
            Assert.Equal(look, broken.Looks);
        }

        await refresh.StopAsync(CancellationToken.None);
    }

    private sealed class LookedAt(Func<bool> refresh) : ICertificateSource
    {
        private readonly SemaphoreSlim _looked = new(0);

        public int Looks { get; private set; }

        public SslStreamCertificateContext Context => throw new InvalidOperationException("Nothing was renewed.");

        public bool Refresh()
        {
            Looks++;
            _looked.Release();
            return refresh();
        }

        public async Task WaitAsync(int look)
        {
            Assert.True(await _looked.WaitAsync(TimeSpan.FromSeconds(60)), $"It was not looked at for the {look}. time.");
        }
    }
}
