namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>A webhook could not be asked, or its answer could not be understood.</summary>
internal sealed class WebhookCallException(string message) : Exception(message);
