using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Registry;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>Asks one webhook about one request.</summary>
internal sealed partial class WebhookCaller(WebhookTransport transport, ILogger<WebhookCaller> logger)
{
    /// <param name="webhook">Whom to ask.</param>
    /// <param name="request">About what.</param>
    /// <param name="seenAs">The version in which it sees the request.</param>
    /// <param name="cancellationToken">Ends when the client goes away.</param>
    public async Task<WebhookVerdict> AskAsync(Webhook webhook, AdmissionQuestion request, ResourceDefinition seenAs, CancellationToken cancellationToken)
    {
        string uid = Guid.NewGuid().ToString();
        JsonObject review = AdmissionReviewText.Write(request, seenAs, uid);
        try
        {
            byte[] answer = await transport.PostAsync(webhook, review, cancellationToken);
            return AdmissionAnswerText.Read(answer, webhook, uid);
        }
        catch (WebhookCallException problem) when (webhook.IgnoresFailures)
        {
            Log.PassedOver(logger, webhook.Name, problem.Message);
            return WebhookVerdict.PassedOver;
        }
        catch (WebhookCallException problem)
        {
            Log.Failed(logger, webhook.Name, problem.Message);
            return new WebhookVerdict { Refusal = ApiErrors.Internal($"failed calling webhook \"{webhook.Name}\": {problem.Message}").Status };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 20, Level = LogLevel.Warning, Message = "Webhook {Webhook} could not be asked, its failure policy lets the request pass: {Problem}")]
        public static partial void PassedOver(ILogger logger, string webhook, string problem);

        [LoggerMessage(EventId = 21, Level = LogLevel.Warning, Message = "Webhook {Webhook} could not be asked, the request fails: {Problem}")]
        public static partial void Failed(ILogger logger, string webhook, string problem);
    }
}

/// <summary>A webhook could not be asked, or its answer could not be understood.</summary>
internal sealed class WebhookCallException(string message) : Exception(message);
