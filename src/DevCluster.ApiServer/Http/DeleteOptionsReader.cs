using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>Reads the options of a deletion from the body, or from the query where there is no body.</summary>
internal sealed class DeleteOptionsReader(RequestBodies bodies)
{
    public async Task<DeleteOptions> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> bytes = await RequestBodies.ReadAsync(request, cancellationToken);
        JsonObject body = bytes.IsEmpty
            ? FromQuery(request)
            : bodies.Decode(bytes, RequestBodies.ContentType(request)).Root;
        if (body.Text("kind") is { Length: > 0 } kind && kind != "DeleteOptions")
            throw ApiErrors.BadRequest($"{kind} in version \"v1\" cannot be handled as a DeleteOptions: converting ({kind}) to (v1.DeleteOptions): unknown conversion");

        var errors = new List<FieldError>();
        string[] dryRuns = [.. body["dryRun"].Strings(), .. bytes.IsEmpty ? [] : request.Query["dryRun"].OfType<string>()];
        bool dryRun = QueryOptions.DryRun(dryRuns, errors);
        PropagationPolicy? propagation = Propagation(body, errors);
        if (errors.Count > 0)
            throw ApiErrors.Invalid("meta.k8s.io", "DeleteOptions", string.Empty, errors);
        return new DeleteOptions
        {
            DryRun = dryRun,
            Propagation = propagation,
            ExpectedUid = body.Text("preconditions", "uid"),
            ExpectedVersion = body.Text("preconditions", "resourceVersion"),
            User = request.HttpContext.Features.GetRequiredFeature<UserInfo>(),
            Requested = body,
        };
    }

    private static PropagationPolicy? Propagation(JsonObject body, List<FieldError> errors)
    {
        string? policy = body.Text("propagationPolicy");
        bool? orphan = body["orphanDependents"].Flag();
        if (policy is not null && orphan is not null)
            errors.Add(FieldError.Invalid("propagationPolicy", JsonValue.Create(policy), "orphanDependents and deletionPropagation cannot be both set"));
        switch (policy)
        {
            case null or "":
                return orphan switch { true => PropagationPolicy.Orphan, false => PropagationPolicy.Background, _ => null };
            case "Background":
                return PropagationPolicy.Background;
            case "Foreground":
                return PropagationPolicy.Foreground;
            case "Orphan":
                return PropagationPolicy.Orphan;
            default:
                errors.Add(FieldError.NotSupported("propagationPolicy", JsonValue.Create(policy), ["Foreground", "Background", "Orphan", "nil"]));
                return null;
        }
    }

    private static JsonObject FromQuery(HttpRequest request)
    {
        var body = new JsonObject();
        if (QueryOptions.Text(request, "propagationPolicy") is { Length: > 0 } policy)
            body["propagationPolicy"] = policy;
        if (QueryOptions.Flag(request, "orphanDependents") is { } orphan)
            body["orphanDependents"] = orphan;
        if (request.Query["dryRun"] is { Count: > 0 } dryRun)
            body["dryRun"] = dryRun.OfType<string>().ToJsonArray();
        if (QueryOptions.Number(request, "gracePeriodSeconds") is { } seconds)
            body["gracePeriodSeconds"] = seconds;
        return body;
    }
}
