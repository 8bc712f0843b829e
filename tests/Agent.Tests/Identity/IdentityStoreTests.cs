using System.Security.Cryptography;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Identity;

public sealed class IdentityStoreTests : IDisposable
{
    private readonly TestHost host = new();

    private static string KeyPath => TestHost.InWorkDirectory(IdentityStore.FileName);

    [Fact]
    public async Task Name_and_key_are_one_file_that_only_root_reads()
    {
        using HostIdentity made = await Open().CreateAsync("m-1", CancellationToken.None);
        using HostIdentity? again = await Open().LoadAsync(CancellationToken.None);

        Assert.Equal("m-1", again?.Name);
        Assert.Equal(made.PublicKeyPem, again?.PublicKeyPem);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, host.Mode(KeyPath));
    }

    [Fact]
    public async Task Other_programs_read_the_key_as_PKCS8_on_P256()
    {
        using HostIdentity made = await Open().CreateAsync("m-1", CancellationToken.None);
        string pem = host.Read(KeyPath);

        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(pem);
        Assert.Contains("-----BEGIN PRIVATE KEY-----", pem, StringComparison.Ordinal);
        Assert.Equal(ECCurve.NamedCurves.nistP256.Oid.Value, key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value);
    }

    [Fact]
    public async Task A_host_without_an_identity_has_none() => Assert.Null(await Open().LoadAsync(CancellationToken.None));

    [Theory]
    [InlineData("", "does not begin with \"Host: NAME\"")]
    [InlineData("Host: m-1\n", "holds no readable EC private key")]
    [InlineData("Host: m-1\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "holds no readable EC private key")]
    public async Task A_damaged_identity_is_said_in_one_sentence_and_never_replaced(string content, string sentence)
    {
        host.Write(KeyPath, content);

        IdentityException exception = await Assert.ThrowsAsync<IdentityException>(() => Open().LoadAsync(CancellationToken.None));

        Assert.Contains(sentence, exception.Message, StringComparison.Ordinal);
        Assert.Equal(content, host.Read(KeyPath));
    }

    public void Dispose() => host.Dispose();

    private IdentityStore Open() => new(host.Root, TestHost.WorkDirectory);
}
