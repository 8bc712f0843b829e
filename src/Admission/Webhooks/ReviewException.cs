namespace ElementalProvider.Admission.Webhooks;

/// <summary>A question that cannot be answered.</summary>
/// <param name="message">Why, as one sentence; nothing of the objects is in it.</param>
internal sealed class ReviewException(string message) : Exception(message);
