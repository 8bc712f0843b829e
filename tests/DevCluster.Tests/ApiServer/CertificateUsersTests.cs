using System.Security.Cryptography.X509Certificates;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

public sealed class CertificateUsersTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ServerAuthority _authority;
    private readonly CertificateUsers _users;

    public CertificateUsersTests()
    {
        _authority = ServerAuthority.Create(_clock);
        _users = new CertificateUsers(_authority, _clock);
    }

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void The_common_name_is_the_user_and_organizations_are_groups()
    {
        using X509Certificate2 certificate = _authority.IssueClient("ada", ["engineers", "admins"]);

        UserInfo user = _users.Find(certificate)!;

        Assert.Equal("ada", user.Name);
        Assert.Equal(["admins", "engineers", UserInfo.AuthenticatedGroup], user.Groups.Order());
    }

    [Fact]
    public void A_certificate_that_was_good_is_refused_from_its_end_on()
    {
        using X509Certificate2 certificate = _authority.IssueClient("ada", []);
        Assert.NotNull(_users.Find(certificate));

        _clock.Advance(new DateTimeOffset(certificate.NotAfter) - _clock.GetUtcNow());
        Assert.NotNull(_users.Find(certificate));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_users.Find(certificate));
    }

    [Fact]
    public void The_same_name_from_another_authority_is_nobody()
    {
        using ServerAuthority other = ServerAuthority.Create(_clock);
        using X509Certificate2 foreign = other.IssueClient("ada", ["system:masters"]), own = _authority.IssueClient("ada", []);

        Assert.NotNull(_users.Find(own));
        Assert.Null(_users.Find(foreign));
        Assert.Null(_users.Find(foreign));
    }
}
