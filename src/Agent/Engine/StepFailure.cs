namespace ElementalProvider.Agent.Engine;

/// <summary>Why a step failed, as the condition that says so.</summary>
/// <param name="ConditionType">Type of the condition that is False.</param>
/// <param name="Reason">Its reason.</param>
/// <param name="Message">One sentence for a person, without secrets.</param>
internal sealed record StepFailure(string ConditionType, string Reason, string Message);
