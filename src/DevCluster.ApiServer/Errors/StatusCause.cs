namespace ElementalProvider.DevCluster.ApiServer.Errors;

/// <summary>One reason for a refusal, as in metav1.StatusCause.</summary>
internal sealed record StatusCause(string Reason, string Message, string Field);
