using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ElementalProvider.DevCluster.Machines.ControlPlane.Etcd;

/// <summary>Who is a member of the etcd of one cluster, and who leads it. Named as kubeadm names members: as their Nodes. Thread-safe.</summary>
internal sealed class EtcdMembers
{
    private readonly Lock _lock = new();
    private readonly List<string> _names = [];
    private string? _leader;

    /// <summary>The members, in the order in which they joined, and the leader among them.</summary>
    public (IReadOnlyList<string> Names, string? Leader) Current
    {
        get
        {
            lock (_lock)
                return ([.. _names], _leader);
        }
    }

    /// <summary>The id of a member.</summary>
    public static ulong IdOf(string name) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>A member joins; the first leads. One that is there already stays.</summary>
    public void Add(string name)
    {
        lock (_lock)
        {
            if (!_names.Contains(name))
                _names.Add(name);
            _leader ??= name;
        }
    }

    /// <summary>A member leaves; another leads, if it did.</summary>
    /// <returns>Whether it was a member.</returns>
    public bool Remove(string name)
    {
        lock (_lock)
        {
            bool was = _names.Remove(name);
            if (_leader == name)
                _leader = _names.FirstOrDefault();
            return was;
        }
    }

    /// <summary>The name of a member, by its id; null where there is none.</summary>
    public string? Find(ulong id) => Current.Names.FirstOrDefault(name => IdOf(name) == id);

    /// <summary>Makes a member the leader.</summary>
    public void Lead(string name)
    {
        lock (_lock)
            _leader = _names.Contains(name) ? name : _leader;
    }
}
