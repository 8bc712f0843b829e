using ElementalProvider.DevCluster.Machines.ControlPlane.Etcd.Wire;
using Grpc.Core;

namespace ElementalProvider.DevCluster.Machines.ControlPlane.Etcd;

/// <summary>Answers about members, as etcd does.</summary>
internal sealed class EtcdCluster(EtcdMembers members) : Cluster.ClusterBase
{
    public override Task<MemberListResponse> MemberList(MemberListRequest request, ServerCallContext context) =>
        Task.FromResult(new MemberListResponse { Header = EtcdHeaders.New(members), Members = { Describe() } });

    public override Task<MemberRemoveResponse> MemberRemove(MemberRemoveRequest request, ServerCallContext context)
    {
        string name = members.Find(request.Id) ?? throw new RpcException(new Status(StatusCode.NotFound, "etcdserver: member not found"));
        members.Remove(name);
        return Task.FromResult(new MemberRemoveResponse { Header = EtcdHeaders.New(members), Members = { Describe() } });
    }

    private IEnumerable<Member> Describe() => members.Current.Names.Select(name => new Member
    {
        Id = EtcdMembers.IdOf(name), Name = name, PeerUrls = { "https://127.0.0.1:2380" }, ClientUrls = { "https://127.0.0.1:2379" },
    });
}

/// <summary>Answers about the health of the members, which is always good here, and about their leader.</summary>
internal sealed class EtcdMaintenance(EtcdMembers members) : Maintenance.MaintenanceBase
{
    private const string Version = "3.6.0";

    public override Task<StatusResponse> Status(StatusRequest request, ServerCallContext context) => Task.FromResult(new StatusResponse
    {
        Header = EtcdHeaders.New(members), Version = Version, Leader = members.Current.Leader is { } leader ? EtcdMembers.IdOf(leader) : 0, RaftIndex = 1, RaftTerm = 1,
    });

    public override Task<AlarmResponse> Alarm(AlarmRequest request, ServerCallContext context) => Task.FromResult(new AlarmResponse { Header = EtcdHeaders.New(members) });

    public override Task<MoveLeaderResponse> MoveLeader(MoveLeaderRequest request, ServerCallContext context)
    {
        members.Lead(members.Find(request.TargetId) ?? throw new RpcException(new Status(StatusCode.FailedPrecondition, "etcdserver: bad leader transferee")));
        return Task.FromResult(new MoveLeaderResponse { Header = EtcdHeaders.New(members) });
    }
}

/// <summary>What every answer begins with.</summary>
internal static class EtcdHeaders
{
    /// <summary>The header of an answer; the leader answers.</summary>
    public static ResponseHeader New(EtcdMembers members) => new()
    {
        ClusterId = 1, MemberId = members.Current.Leader is { } leader ? EtcdMembers.IdOf(leader) : 0, Revision = 1, RaftTerm = 1,
    };
}
