namespace ElementalProvider.Agent.Engine;

/// <summary>A step failed for a reason of its own, other than the one its kind of step usually fails for.</summary>
internal sealed class StepException(string reason, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public string Reason => reason;
}
