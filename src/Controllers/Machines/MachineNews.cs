using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Machines;

/// <summary>Which changes of a machine's status a person should hear about. The happy path is silent.</summary>
internal static class MachineNews
{
    private static readonly (string Type, string Reason)[] Worrying =
    [
        (ConditionTypes.AssociationReady, Reasons.MissingAvailableHosts),
        (ConditionTypes.AssociationReady, Reasons.AssociatedHostNotFound),
        (ConditionTypes.HostReady, Reasons.HostBootstrapFailed),
    ];

    /// <summary>The condition that has just taken a worrying reason, or null.</summary>
    public static Condition? Between(ElementalMachineStatus? before, ElementalMachineStatus? after) => Worrying
        .Where(each => Conditions.Find(before?.Conditions, each.Type)?.Reason != each.Reason)
        .Select(each => Conditions.Find(after?.Conditions, each.Type) is { } now && now.Reason == each.Reason ? now : null)
        .FirstOrDefault(news => news is not null);
}
