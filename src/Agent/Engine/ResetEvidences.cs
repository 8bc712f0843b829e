using ElementalProvider.Agent.Journaling;
using ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.Agent.Engine;

/// <summary>Makes what a host shows for having been wiped, from what its journal says.</summary>
internal static class ResetEvidences
{
    public static ResetEvidence Of(Journal journal)
    {
        ResetEntry wiped = journal.Reset is { Stage: ResetStage.Wiped } entry
            ? entry
            : throw new InvalidOperationException("Evidence of a wipe is wanted, but the journal knows of none.");
        ResetEvidence evidence = new() { BootId = wiped.BootId, RequestedBootId = wiped.RequestedBootId ?? "" };
        evidence.WipedPaths.Add(wiped.WipedPaths);
        return evidence;
    }
}
