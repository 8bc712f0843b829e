using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Cel.Rules;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>Custom resources: the schema decides, generation counts, and status may have its own endpoint.</summary>
internal sealed class CustomResourceStrategy(StructuralSchema schema, bool hasStatus, ScaleSubresource? scale) : ResourceStrategy
{
    private readonly SchemaRules? _rules = SchemaRules.Compile(schema, isResource: true);

    public override bool AllowsUnconditionalUpdate => false;

    public override bool TracksGeneration => true;

    public override void PrepareForCreate(JsonObject resource)
    {
        if (hasStatus)
            resource.Remove("status");
        resource.Object("metadata")!["generation"] = 1L;
    }

    public override void PrepareForUpdate(JsonObject resource, JsonObject previous, string subresource)
    {
        if (subresource == "status")
        {
            KeepOnlyStatus(resource, previous);
            return;
        }

        if (hasStatus)
            resource.SetOrRemove("status", previous["status"]);
        long generation = previous.At("metadata", "generation").Whole() ?? 1;
        resource.Object("metadata")!["generation"] = SameDesiredState(resource, previous) ? generation : generation + 1;
    }

    public override IEnumerable<FieldError> Validate(JsonObject resource, JsonObject? previous)
    {
        List<FieldError> errors = [.. SchemaValidator.Validate(resource, schema, previous)];
        if (scale is not null)
            errors.AddRange([.. CheckReplicas(resource, scale.SpecReplicasPath), .. CheckReplicas(resource, scale.StatusReplicasPath)]);
        if (_rules is null)
            return errors;
        if (errors.Any(error => error.Reason is "FieldValueNotSupported" or "FieldValueRequired" or "FieldValueTooLong" or "FieldValueTooMany" or "FieldValueTypeInvalid"))
            errors.Add(FieldError.Invalid("<nil>", null, "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"));
        else
            errors.AddRange(RuleEvaluation.Validate(resource, _rules, previous));
        return errors;
    }

    private static IEnumerable<FieldError> CheckReplicas(JsonObject resource, string path)
    {
        JsonNode? at = resource;
        foreach (string step in path.Split('.'))
        {
            if (at is not JsonObject parent)
                return [FieldError.Invalid($".{path}", at, "should be an integer")];
            if (!parent.TryGetPropertyValue(step, out at) || at is null)
                return [];
        }

        return at.Whole() switch
        {
            null => [FieldError.Invalid($".{path}", at, "should be an integer")],
            < 0 => [FieldError.Invalid($".{path}", at, "should be a non-negative integer")],
            > int.MaxValue => [FieldError.Invalid($".{path}", at, $"should be less than or equal to {int.MaxValue}")],
            _ => [],
        };
    }

    private static void KeepOnlyStatus(JsonObject resource, JsonObject previous)
    {
        JsonNode? status = resource["status"]?.DeepClone();
        string? version = resource.Text("metadata", "resourceVersion");
        resource.Clear();
        foreach ((string name, JsonNode? value) in previous)
            resource[name] = value?.DeepClone();
        JsonObject metadata = resource.Object("metadata")!;
        metadata.SetOrRemove("resourceVersion", version is null ? null : JsonValue.Create(version));
        resource.SetOrRemove("status", status);
    }

    private bool SameDesiredState(JsonObject resource, JsonObject previous) =>
        resource.Concat(previous).Select(member => member.Key).Distinct(StringComparer.Ordinal)
            .Where(name => name != "metadata" && !(hasStatus && name == "status"))
            .All(name => resource[name].SameAs(previous[name]));
}
