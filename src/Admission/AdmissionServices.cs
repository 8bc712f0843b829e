using ElementalProvider.Admission.Hosting;
using ElementalProvider.Admission.Webhooks;
using ElementalProvider.ControllerRuntime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ElementalProvider.Admission;

/// <summary>Adds the validating webhooks of the provider's kinds (admission.k8s.io/v1). Every replica can serve them: they look nothing up.</summary>
public static class AdmissionServices
{
    /// <summary>Adds what the webhooks need, and a health check that readiness counts.</summary>
    /// <param name="services">The container.</param>
    public static IServiceCollection AddAdmission(this IServiceCollection services)
    {
        services.AddSingleton<WebhookEndpoint>();
        services.AddHealthChecks().AddCheck<WebhookReadiness>("admission", tags: [ControllerRuntimeServices.ReadyTag]);
        return services;
    }

    /// <summary>Maps one path for each kind, such as <c>/validate-infrastructure-cluster-x-k8s-io-v1beta1-elementalhost</c>.</summary>
    /// <param name="endpoints">The endpoints of an application that serves HTTPS: the API server speaks nothing else.</param>
    public static void MapAdmission(this IEndpointRouteBuilder endpoints)
    {
        WebhookEndpoint endpoint = endpoints.ServiceProvider.GetRequiredService<WebhookEndpoint>();
        foreach (Webhook webhook in WebhookTable.Create())
            endpoints.MapPost(webhook.Path, (RequestDelegate)(context => endpoint.AnswerAsync(context, webhook)));
    }
}
