using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.Machines.ControlPlane.Etcd;
using ElementalProvider.DevCluster.Machines.ControlPlane.Etcd.Wire;
using Grpc.Core;

namespace ElementalProvider.DevCluster.Tests.Machines.ControlPlane;

/// <summary>What those who look after a control plane are told about its etcd.</summary>
public sealed class EtcdTests
{
    [Fact]
    public async Task Members_are_told_under_the_names_of_their_Nodes_and_one_of_them_leads()
    {
        EtcdMembers members = Members("a", "b", "a");

        MemberListResponse list = await new EtcdCluster(members).MemberList(new MemberListRequest(), null!);
        StatusResponse status = await new EtcdMaintenance(members).Status(new StatusRequest(), null!);

        Assert.Equal(["a", "b"], list.Members.Select(member => member.Name));
        Assert.Equal(list.Members[0].Id, status.Leader);
        Assert.NotEqual(list.Members[0].Id, list.Members[1].Id);
    }

    [Fact]
    public async Task Another_member_can_be_made_the_leader_and_takes_over_when_the_leader_is_removed()
    {
        EtcdMembers members = Members("a", "b", "c");
        EtcdMaintenance maintenance = new(members);
        EtcdCluster cluster = new(members);

        await maintenance.MoveLeader(new MoveLeaderRequest { TargetId = EtcdMembers.IdOf("c") }, null!);
        Assert.Equal(EtcdMembers.IdOf("c"), (await maintenance.Status(new StatusRequest(), null!)).Leader);

        MemberRemoveResponse left = await cluster.MemberRemove(new MemberRemoveRequest { Id = EtcdMembers.IdOf("c") }, null!);
        Assert.Equal(["a", "b"], left.Members.Select(member => member.Name));
        Assert.Equal(EtcdMembers.IdOf("a"), (await maintenance.Status(new StatusRequest(), null!)).Leader);
    }

    [Fact]
    public async Task A_member_that_is_not_there_is_neither_removed_nor_made_the_leader()
    {
        EtcdMembers members = Members("a");

        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => new EtcdCluster(members).MemberRemove(new MemberRemoveRequest { Id = 7 }, null!))).StatusCode);
        Assert.Equal(
            StatusCode.FailedPrecondition,
            (await Assert.ThrowsAsync<RpcException>(() => new EtcdMaintenance(members).MoveLeader(new MoveLeaderRequest { TargetId = 7 }, null!))).StatusCode);
        Assert.Equal(["a"], members.Current.Names);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_who_has_a_certificate_of_its_authority_is_let_in(bool isKnown)
    {
        (string CertificatePem, string KeyPem) etcd = Certificates.RsaAuthority(), other = Certificates.RsaAuthority();
        await using EtcdServer server = await EtcdServer.StartAsync(new EtcdAuthority(etcd.CertificatePem, etcd.KeyPem), Members("a"), TimeProvider.System, CancellationToken.None);
        (string certificatePem, string keyPem) = isKnown ? etcd : other;
        using ServerAuthority issuer = ServerAuthority.Load(certificatePem, keyPem, TimeProvider.System);
        using X509Certificate2 certificate = issuer.IssueClient("client", []);

        Task<int> talking = TalkAsync(server, certificate, X509Certificate2.CreateFromPem(etcd.CertificatePem));

        if (isKnown)
            Assert.True(await talking > 0);
        else
            await Assert.ThrowsAnyAsync<Exception>(() => talking);
    }

    /// <summary>Greets as HTTP/2 does. With TLS 1.3 a client learns of a refusal only when it reads.</summary>
    private static async Task<int> TalkAsync(EtcdServer server, X509Certificate2 certificate, X509Certificate2 authority)
    {
        using TcpClient connection = new();
        await connection.ConnectAsync(server.Address);
        await using SslStream tls = new(connection.GetStream());
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            ClientCertificates = [certificate],
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            CertificateChainPolicy = policy,
        });
        await tls.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        byte[] answer = new byte[9];
        int read = await tls.ReadAsync(answer);
        return read > 0 ? read : throw new AuthenticationException("the server has hung up");
    }

    private static EtcdMembers Members(params string[] names)
    {
        EtcdMembers members = new();
        foreach (string name in names)
            members.Add(name);
        return members;
    }
}
