using System.Security.Cryptography.X509Certificates;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Faults;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>Takes every request: finds out who asks for what, and turns refusals into Status answers.</summary>
internal sealed partial class ApiRequestHandler(ApiServices services, ILogger<ApiRequestHandler> logger)
{
    private readonly ResourceEndpoint _resources = new(services);
    private readonly RootEndpoints _roots = new(services);

    public async Task HandleAsync(HttpContext context)
    {
        RequestedResource request = RequestedResource.Of(context.Request);
        context.Response.Headers["Audit-Id"] = Guid.NewGuid().ToString();
        context.Response.Headers.CacheControl = "no-cache, private";
        try
        {
            X509Certificate2? certificate = await context.Connection.GetClientCertificateAsync(context.RequestAborted);
            UserInfo sender = services.Authenticator.Authenticate(certificate, context.Request.Headers.Authorization);
            UserInfo user = services.Impersonation.Apply(sender, context.Request.Headers);
            services.Authorizer.Require(AccessRequests.Of(user, request, context.Request));
            context.Features.Set(user);
            await ServeAsync(context, request);
        }
        catch (ApiStatusException refusal) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, refusal.Status);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            Log.Gone(logger, request.Path);
        }
        catch (Exception problem) when (!context.Response.HasStarted)
        {
            Log.Failed(logger, problem, request.Verb, request.Path);
            await RefuseAsync(context, new ApiStatus { Code = 500, Reason = "InternalError", Message = $"Internal error occurred: {problem.Message}" });
        }
        finally
        {
            string resource = request.Target?.Resource ?? string.Empty;
            services.Metrics.Count(request.Verb, resource, request.Target?.Subresource ?? string.Empty, context.Response.StatusCode, QueryOptions.ClientName(context.Request));
        }
    }

    private async Task ServeAsync(HttpContext context, RequestedResource request)
    {
        FaultKind? fault = await services.Faults.MeetAsync(
            request.Verb, request.Target?.Resource ?? string.Empty, QueryOptions.ClientName(context.Request), context.RequestAborted);
        if (fault == FaultKind.LoseAnswer)
            context.Response.Body = Stream.Null;
        if (fault == FaultKind.StaleWatch)
            context.Features.Set(new StaleWatch());
        if (fault != FaultKind.LoseRequest)
            await DispatchAsync(context, request);
        if (fault is FaultKind.LoseAnswer or FaultKind.LoseRequest)
            context.Abort();
    }

    private Task DispatchAsync(HttpContext context, RequestedResource request)
    {
        if (request.Target is not { } path)
            return _roots.ServeAsync(context, request);

        RegistrySnapshot registry = services.Registry.Current;
        ResourceDefinition? definition = registry.Find(path.Group, path.Version, path.Resource);
        bool served = definition is not null && (definition.IsNamespaced || path.Namespace is null) && (path.Subresource.Length == 0 || Has(definition, path.Subresource));
        if (!served)
            return RefuseUnknownAsync(context, registry, path, definition);

        if (definition!.DeprecationWarning.Length > 0)
            context.Response.Headers.Append("Warning", WarningHeader.Format(definition.DeprecationWarning));
        RequireVerb(definition, path, request.Verb);
        var target = new ResourceTarget(definition, path.Namespace, path.Name, path.Subresource);
        if (request.Verb is not ("get" or "list" or "watch"))
            context.Response.OnStarting(() => AddWarnings(context.Response, target.Warnings));
        return _resources.ServeAsync(context, target, request.Verb);
    }

    /// <summary>Refusals carry warnings too, so they are added to whatever is answered.</summary>
    private static Task AddWarnings(HttpResponse response, IReadOnlyList<string> warnings)
    {
        foreach (string warning in warnings)
            response.Headers.Append("Warning", WarningHeader.Format(warning));
        return Task.CompletedTask;
    }

    private static bool Has(ResourceDefinition definition, string subresource) => Subresource.Of(definition).Any(known => known.Name == subresource);

    /// <summary>Groups made by custom resource definitions answer unknown paths differently from built-in ones.</summary>
    private static Task RefuseUnknownAsync(HttpContext context, RegistrySnapshot registry, ApiPath path, ResourceDefinition? definition)
    {
        bool isBuiltInGroup = registry.Group(path.Group)?.IsCustom == false && registry.HasVersion(path.Group, path.Version);
        if (definition is null && !isBuiltInGroup)
            return Answer.WriteTextAsync(context, StatusCodes.Status404NotFound, "404 page not found\n");
        throw ApiErrors.UnknownResource();
    }

    private static void RequireVerb(ResourceDefinition definition, ApiPath path, string verb)
    {
        bool needsName = verb is "get" or "update" or "patch" or "delete";
        bool isMisplaced = path.Subresource.Length > 0
            ? !Subresource.Of(definition).First(known => known.Name == path.Subresource).Verbs.Contains(verb)
            : !definition.Verbs.Contains(verb) || (needsName && path.Name.Length == 0) || (verb == "create" && path.Name.Length > 0 && !definition.IsCustom);
        if (isMisplaced && definition.IsCustom && verb == "update" && path.Name.Length == 0)
            throw ApiErrors.BadRequest("name must be provided");
        if (isMisplaced)
            throw ApiErrors.MethodNotAllowed();
        if (definition.IsNamespaced && path.Namespace is null && (needsName || verb == "create"))
            throw verb == "create" && definition.IsCustom ? ApiErrors.BadRequest("an empty namespace may not be set during creation") : ApiErrors.MethodNotAllowed();
    }

    private static async Task RefuseAsync(HttpContext context, ApiStatus status)
    {
        MediaFormat media = context.Request.Headers.Accept.ToString().StartsWith("application/yaml", StringComparison.Ordinal) ? MediaFormat.Yaml : MediaFormat.Json;
        if (status.RetryAfterSeconds > 0)
            context.Response.Headers.RetryAfter = status.RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await Answer.WriteAsync(context, status.Code, status.ToJson(), media);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "The client of {Path} went away")]
        public static partial void Gone(ILogger logger, string path);

        [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "Request {Verb} {Path} failed")]
        public static partial void Failed(ILogger logger, Exception exception, string verb, string path);
    }
}
