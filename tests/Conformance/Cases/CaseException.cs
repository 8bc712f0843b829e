namespace ElementalProvider.Conformance.Cases;

/// <summary>A step cannot be carried out: no answer, a missing variable, a mistake in the case.</summary>
internal sealed class CaseException(string message) : Exception(message);
