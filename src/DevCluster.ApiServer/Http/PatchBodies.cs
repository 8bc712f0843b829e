using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.FieldManagement;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Patching;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Schemas;
using Microsoft.AspNetCore.Http;

namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>Reads patches.</summary>
internal static class PatchBodies
{
    private const string Json = "application/json-patch+json";
    private const string Merge = "application/merge-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";
    private const string Apply = "application/apply-patch+yaml";
    private static readonly string[] OperationTexts = ["op", "path", "from"];

    public static bool IsApply(HttpRequest request) => RequestBodies.ContentType(request) == Apply;

    /// <summary>Reads a configuration to apply.</summary>
    /// <exception cref="ApiStatusException">400: it is no object.</exception>
    public static async Task<DecodedBody> ReadConfigurationAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var duplicates = new List<string>();
        return RequestBodies.Parse(await RequestBodies.ReadAsync(request, cancellationToken), isYaml: true, duplicates) is JsonObject configuration
            ? new DecodedBody(configuration, duplicates)
            : throw ApiErrors.BadRequest("error decoding YAML: the body is no object");
    }

    /// <returns>
    /// A function that applies the patch to a tree it may change, or refuses a body that is no patch, since an object that is not there comes first;
    /// and whether it may look at metadata.managedFields.
    /// </returns>
    /// <exception cref="ApiStatusException">415: patches of this type are not taken.</exception>
    public static async Task<(Func<JsonObject, JsonObject> Apply, bool ShowsOwners)> ReadAsync(HttpRequest request, ResourceTarget target, StructuralSchema schema, CancellationToken cancellationToken)
    {
        string type = RequestBodies.ContentType(request);
        string[] supported = target.Definition.IsCustom ? [Json, Merge] : [Json, Merge, Strategic];
        if (!supported.Contains(type))
            throw ApiErrors.UnsupportedMediaType($"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", supported.Append(Apply))}", showsDetails: true);

        ReadOnlyMemory<byte> bytes = await RequestBodies.ReadAsync(request, cancellationToken);
        try
        {
            return Interpret(type, RequestBodies.Parse(bytes, isYaml: false, duplicates: null), target, schema);
        }
        catch (ApiStatusException refusal)
        {
            ApiStatus status = refusal.Status;
            return (_ => throw new ApiStatusException(status), false);
        }
    }

    private static (Func<JsonObject, JsonObject> Apply, bool ShowsOwners) Interpret(string type, JsonNode? body, ResourceTarget target, StructuralSchema schema) => (type, body) switch
    {
        // A null is an empty patch, but a merge patch of null would be the end of the object.
        (Json or Strategic, null) => (resource => resource, false),
        (Json, JsonArray operations) when operations.All(IsOperation) => (resource => Guard(resource, target, () => JsonPatch.Apply(resource, operations)), true),
        (Merge, JsonObject patch) => (resource => Guard(resource, target, () => MergePatch.Apply(resource, patch)), NamesOwners(patch)),
        (Strategic, JsonObject patch) => (resource => Guard(resource, target, () => ApplyStrategic(resource, patch, target.Definition, schema)), NamesOwners(patch)),
        _ => throw ApiErrors.BadRequest("error decoding patch: json: cannot unmarshal the body into a patch of this type"),
    };

    private static bool IsOperation(JsonNode? operation) => operation is null
        || (operation is JsonObject members && OperationTexts.All(name => members[name] is null || members[name].Text() is not null));

    /// <summary>The kind is not among what such a patch can change.</summary>
    private static void ApplyStrategic(JsonObject resource, JsonObject patch, ResourceDefinition definition, StructuralSchema schema)
    {
        StrategicMergePatch.Apply(resource, patch, schema);
        resource["kind"] = definition.Kind;
        resource["apiVersion"] = definition.ApiVersion;
    }

    private static bool NamesOwners(JsonObject patch) => patch.Object("metadata")?.ContainsKey(OwnershipTracker.Field) == true;

    private static JsonObject Guard(JsonObject resource, ResourceTarget target, Action apply)
    {
        try
        {
            apply();
            return resource;
        }
        catch (PatchException problem) when (problem.Code == StatusCodes.Status400BadRequest)
        {
            throw ApiErrors.BadRequest(problem.Message);
        }
        catch (PatchException problem) when (problem.Code == StatusCodes.Status500InternalServerError)
        {
            throw ApiErrors.Unclassified(problem.Message);
        }
        catch (PatchException problem)
        {
            throw new ApiStatusException(new ApiStatus
            {
                Code = 422, Reason = "Invalid", Name = target.Name, Group = target.Definition.Group, Kind = target.Definition.Kind,
                Message = $"the server rejected our request due to an error in our request: {problem.Message}",
            });
        }
    }
}
