using System.Collections.Immutable;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Authorization;

/// <summary>
/// Roles by name and bindings by subject, kept in step with the store's log: a question costs a few look-ups however many there are.
/// </summary>
internal sealed class RbacIndex
{
    public const string Group = "rbac.authorization.k8s.io";
    public const string ClusterRoles = $"clusterroles.{Group}";
    private const string Roles = $"roles.{Group}";
    private const string RoleBindings = $"rolebindings.{Group}";
    private const string ClusterRoleBindings = $"clusterrolebindings.{Group}";

    // Replaced as a whole under the store's lock, read without one.
    private volatile Snapshot _current = Snapshot.Empty;

    /// <summary>For <see cref="ObjectStore.Committed"/>: rights change with the write that changes them.</summary>
    public void OnCommitted(StoreEvent storeEvent)
    {
        StoreKey key = storeEvent.Object.Key;
        bool isGone = storeEvent.Type == StoreEventType.Deleted;
        if (key.Resource is Roles or ClusterRoles)
        {
            var role = new RoleReference(key.Namespace, key.Name);
            _current = _current with { Rules = isGone ? _current.Rules.Remove(role) : _current.Rules.SetItem(role, PolicyRule.ReadAll(storeEvent.Object.Parse())) };
        }
        else if (key.Resource is RoleBindings or ClusterRoleBindings)
        {
            ImmutableDictionary<(string, string), ImmutableArray<Binding>> bindings = _current.Bindings;
            if (storeEvent.Previous is { } previous)
                bindings = Without(bindings, Binding.Read(previous));
            _current = _current with { Bindings = isGone ? bindings : With(bindings, Binding.Read(storeEvent.Object)) };
        }
    }

    /// <summary>The rules of a role, or null where there is no such role.</summary>
    public IReadOnlyList<PolicyRule>? RulesOf(RoleReference role) => _current.Rules.GetValueOrDefault(role);

    /// <summary>The bindings that give a user rights in a namespace: those for the whole cluster first.</summary>
    /// <param name="user">The user.</param>
    /// <param name="namespaceName">The namespace; empty for the cluster alone.</param>
    public IEnumerable<(Binding Binding, string Subject, IReadOnlyList<PolicyRule>? Rules)> Granted(UserInfo user, string namespaceName)
    {
        Snapshot snapshot = _current;
        foreach ((Binding binding, string subject) in In(snapshot, user, string.Empty))
            yield return (binding, subject, snapshot.Rules.GetValueOrDefault(binding.Role));
        if (namespaceName.Length == 0)
            yield break;
        foreach ((Binding binding, string subject) in In(snapshot, user, namespaceName))
            yield return (binding, subject, snapshot.Rules.GetValueOrDefault(binding.Role));
    }

    private static IEnumerable<(Binding Binding, string Subject)> In(Snapshot snapshot, UserInfo user, string namespaceName)
    {
        foreach (string subject in user.SubjectKeys)
        {
            if (!snapshot.Bindings.TryGetValue((namespaceName, subject), out ImmutableArray<Binding> bindings))
                continue;
            foreach (Binding binding in bindings)
                yield return (binding, subject);
        }
    }

    private static ImmutableDictionary<(string, string), ImmutableArray<Binding>> With(ImmutableDictionary<(string, string), ImmutableArray<Binding>> bindings, Binding added) =>
        added.Subjects.Distinct(StringComparer.Ordinal).Aggregate(bindings, (all, subject) =>
            all.SetItem((added.Namespace, subject), all.GetValueOrDefault((added.Namespace, subject), []).Add(added)));

    private static ImmutableDictionary<(string, string), ImmutableArray<Binding>> Without(ImmutableDictionary<(string, string), ImmutableArray<Binding>> bindings, Binding removed) =>
        removed.Subjects.Distinct(StringComparer.Ordinal).Aggregate(bindings, (all, subject) =>
        {
            ImmutableArray<Binding> rest = all.GetValueOrDefault((removed.Namespace, subject), []).RemoveAll(binding => binding.Name == removed.Name);
            return rest.IsEmpty ? all.Remove((removed.Namespace, subject)) : all.SetItem((removed.Namespace, subject), rest);
        });

    private sealed record Snapshot(
        ImmutableDictionary<RoleReference, IReadOnlyList<PolicyRule>> Rules, ImmutableDictionary<(string Namespace, string Subject), ImmutableArray<Binding>> Bindings)
    {
        public static readonly Snapshot Empty = new(
            ImmutableDictionary<RoleReference, IReadOnlyList<PolicyRule>>.Empty, ImmutableDictionary<(string Namespace, string Subject), ImmutableArray<Binding>>.Empty);
    }
}
