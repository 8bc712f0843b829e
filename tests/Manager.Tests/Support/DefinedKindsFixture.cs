using ElementalProvider.Testing;

namespace ElementalProvider.Manager.Tests.Support;

/// <summary>A cluster that knows the provider's kinds.</summary>
public sealed class DefinedKindsFixture : DevApiServerFixture, IAsyncLifetime
{
    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        await this.DefineKindsAsync();
    }
}
