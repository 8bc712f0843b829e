using ElementalProvider.Api.Elemental;

namespace ElementalProvider.AgentGateway.Registration;

/// <summary>What becomes of a registration whose name is taken already. Pure.</summary>
internal static class ExistingHost
{
    private static readonly TimeSpan ResetRetry = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Null where the caller is that host: it is found again, also when it is on its way out but has not wiped itself, because only a connected
    /// host can be told to.
    /// </summary>
    /// <param name="host">The host of that name.</param>
    /// <param name="publicKey">The key that the caller has proved to hold.</param>
    public static Refusal? Refuse(ElementalHost host, string publicKey)
    {
        bool same = HostDraft.IsSameKey(host.Spec?.PubKey, publicKey);
        string name = $"{host.Metadata.NamespaceProperty}/{host.Metadata.Name}";
        if (host.IsBeingDeleted() && (!same || host.HasWipedItself()))
            return Refusal.AlreadyExists(
                RefusalReasons.HostBeingReset, $"the ElementalHost {name} is still being reset, its name is free after that", ResetRetry);

        return same ? null : Refusal.AlreadyExists(
            RefusalReasons.NameTaken, $"the ElementalHost {name} exists with another key; choose another name, or delete that host first");
    }

    /// <summary>Why a host cannot have another name than the one under which its key is known.</summary>
    /// <param name="host">The host with that key.</param>
    public static Refusal RefuseKey(ElementalHost host)
    {
        string name = $"{host.Metadata.NamespaceProperty}/{host.Metadata.Name}";
        return host.IsBeingDeleted() && host.HasWipedItself()
            ? Refusal.AlreadyExists(RefusalReasons.HostBeingReset, $"the ElementalHost {name} has this key and is still being reset, the key is free after that", ResetRetry)
            : Refusal.AlreadyExists(
                RefusalReasons.KeyTaken, $"the ElementalHost {name} has this key; register under that name, make a new key for this machine, or delete that host first");
    }
}
