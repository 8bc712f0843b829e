using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>Turns a body into an object of the stored version, or says why not.</summary>
internal sealed class BodyRules(ObjectNormalizer normalizer)
{
    /// <summary>Checks type and fields of a whole object that a client sent.</summary>
    /// <exception cref="ApiStatusException">400 or 422.</exception>
    public JsonObject Accept(ResourceTarget target, DecodedBody body, WriteOptions options)
    {
        ResourceDefinition definition = target.Definition;
        JsonObject resource = body.Root;
        CheckType(resource, definition);
        IReadOnlyList<string> problems = Normalize(resource, definition, body.Duplicates, message => Undecodable(definition, message));
        Report(target, problems, options.FieldValidation, message => Undecodable(definition, $"strict decoding error: {message}"));
        definition.Converter.ToStorage(resource);
        definition.Strategy.Complete(resource);
        return resource;
    }

    /// <summary>Checks the fields of an object that a patch produced.</summary>
    /// <exception cref="ApiStatusException">422 with a cause about the patch.</exception>
    public JsonObject AcceptPatched(ResourceTarget target, JsonObject patched, WriteOptions options)
    {
        ResourceDefinition definition = target.Definition;
        ApiStatusException Refuse(string message) => definition.Invalid(target.Name, FieldError.Invalid("patch", JsonValue.Create(patched.ToJsonString()), message));
        CheckPatchedType(patched, definition, Refuse);
        IReadOnlyList<string> problems = Normalize(patched, definition, [], Refuse);
        Report(target, problems, options.FieldValidation, message => Refuse($"strict decoding error: {message}"));
        MetadataRules.RequireName(patched, target);
        definition.Converter.ToStorage(patched);
        definition.Strategy.Complete(patched);
        return patched;
    }

    /// <summary>Completes an object that a configuration was merged into.</summary>
    /// <exception cref="ApiStatusException">500: a value cannot be decoded.</exception>
    public JsonObject AcceptApplied(ResourceTarget target, JsonObject merged)
    {
        ResourceDefinition definition = target.Definition;
        try
        {
            normalizer.Normalize(merged, definition, keepsNulls: true);
        }
        catch (FormatException problem)
        {
            throw ApiErrors.Unclassified(problem.Message);
        }

        definition.Converter.ToStorage(merged);
        definition.Strategy.Complete(merged);
        return merged;
    }

    private IReadOnlyList<string> Normalize(JsonObject resource, ResourceDefinition definition, IReadOnlyList<string> duplicates, Func<string, ApiStatusException> refuse)
    {
        try
        {
            IReadOnlyList<string> unknown = normalizer.Normalize(resource, definition);
            return [.. duplicates.Select(path => $"duplicate field \"{path}\""), .. unknown.Select(path => $"unknown field \"{path}\"")];
        }
        catch (FormatException problem)
        {
            throw refuse(problem.Message);
        }
    }

    private static void Report(ResourceTarget target, IReadOnlyList<string> problems, FieldValidation validation, Func<string, ApiStatusException> refuse)
    {
        if (problems.Count == 0 || validation == FieldValidation.Ignore)
            return;
        if (validation == FieldValidation.Strict)
            throw refuse(string.Join(", ", problems));
        target.Warnings.AddRange(problems);
    }

    /// <summary>A patched object of a built-in kind is decoded into its type, which needs no kind; a custom resource needs both and keeps both.</summary>
    private static void CheckPatchedType(JsonObject patched, ResourceDefinition definition, Func<string, ApiStatusException> refuse)
    {
        string? kind = patched.Text("kind"), apiVersion = patched.Text("apiVersion");
        if (kind is null && definition.IsCustom)
            throw refuse($"Object 'Kind' is missing in '{patched.ToJsonString()}'");
        if (apiVersion is null)
            throw definition.IsCustom ? ApiErrors.Internal("the patched object has no apiVersion") : ApiErrors.BadRequest($"Object 'apiVersion' is missing in '{patched.ToJsonString()}'");
        if ((kind is null || kind == definition.Kind) && apiVersion == definition.ApiVersion)
            return;
        if (!definition.IsCustom)
            throw refuse($"no kind \"{kind}\" is registered for version \"{apiVersion}\" of this resource");
        FieldError error = apiVersion == definition.ApiVersion
            ? FieldError.Invalid("kind", JsonValue.Create(kind), $"must be {definition.Kind}")
            : FieldError.Invalid("apiVersion", JsonValue.Create(apiVersion), $"must be {definition.ApiVersion}");
        throw definition.Invalid(patched.Text("metadata", "name") ?? string.Empty, error);
    }

    private static void CheckType(JsonObject resource, ResourceDefinition definition)
    {
        string apiVersion = resource.Text("apiVersion") ?? string.Empty, kind = resource.Text("kind") ?? string.Empty;
        if (!definition.IsCustom && apiVersion.Length == 0 && kind.Length == 0)
            return;
        if (kind.Length == 0)
            throw ApiErrors.BadRequest($"Object 'Kind' is missing in '{resource.ToJsonString()}'");
        if (apiVersion.Length == 0)
            throw ApiErrors.BadRequest($"Object 'apiVersion' is missing in '{resource.ToJsonString()}'");
        if (apiVersion != definition.ApiVersion)
            throw ApiErrors.BadRequest($"the API version in the data ({apiVersion}) does not match the expected API version ({definition.ApiVersion})");
        if (kind == definition.Kind)
            return;
        if (definition.IsCustom)
            throw definition.Invalid(resource.Text("metadata", "name") ?? string.Empty, FieldError.Invalid("kind", JsonValue.Create(kind), $"must be {definition.Kind}"));
        throw ApiErrors.BadRequest($"{kind} in version \"{definition.Version}\" cannot be handled as a {definition.Kind}: converting ({kind}) to ({definition.Kind}): unknown conversion");
    }

    private static ApiStatusException Undecodable(ResourceDefinition definition, string message) => ApiErrors.BadRequest(definition.IsCustom
        ? message
        : $"{definition.Kind} in version \"{definition.Version}\" cannot be handled as a {definition.Kind}: {message}");
}
