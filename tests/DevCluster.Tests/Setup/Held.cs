using ElementalProvider.DevCluster.Setup;

namespace ElementalProvider.DevCluster.Tests.Setup;

/// <summary>A state folder that is in use.</summary>
internal sealed class Held(string path) : IDisposable
{
    private readonly StateFolder _folder = StateFolder.Open(path);

    public void Dispose() => _folder.Dispose();
}
