using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Output;
using ElementalProvider.DevCluster.ApiServer.Registry.Strategies;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Definitions;

/// <summary>Turns a custom resource definition into the resources it serves.</summary>
internal sealed class DefinitionCompiler(StructuralSchema metadata)
{
    private readonly SchemaPruner _pruner = new(metadata);

    /// <param name="crd">A valid, accepted definition.</param>
    /// <param name="since">The store's version when its resource came into being.</param>
    /// <param name="removed">Cancelled when the definition is gone.</param>
    public IReadOnlyList<ResourceDefinition> Compile(JsonObject crd, long since, CancellationToken removed)
    {
        JsonObject spec = crd.Object("spec")!;
        string group = spec.Text("group")!;
        JsonObject[] versions = [.. spec.Array("versions").Objects()];
        JsonObject stored = versions.First(version => version["storage"].IsTrue());
        StructuralSchema storedSchema = ReadSchema(stored);
        string storedApiVersion = $"{group}/{stored.Text("name")}";
        return [.. versions.Where(version => version["served"].IsTrue()).Select(version => Compile(crd, version, storedApiVersion, storedSchema) with { Since = since, Removed = removed })];
    }

    /// <summary>The name of the collection of a definition.</summary>
    public static string Storage(JsonObject crd) => crd.Text("metadata", "name")!;

    public static StructuralSchema ReadSchema(JsonObject version) =>
        version.Object("schema", "openAPIV3Schema") is { } schema ? new SchemaReader().Read(schema.DeepClone().AsObject()) : StructuralSchema.Anything;

    private ResourceDefinition Compile(JsonObject crd, JsonObject version, string storedApiVersion, StructuralSchema storedSchema)
    {
        JsonObject names = crd.Object("spec", "names")!;
        string group = crd.Text("spec", "group")!, name = version.Text("name")!;
        StructuralSchema schema = ReadSchema(version);
        bool hasStatus = version.Object("subresources", "status") is not null;
        ScaleSubresource? scale = ReadScale(version.Object("subresources", "scale"));
        return new ResourceDefinition
        {
            Group = group,
            Version = name,
            Plural = names.Text("plural")!,
            Singular = names.Text("singular")!,
            Kind = names.Text("kind")!,
            ListKind = names.Text("listKind")!,
            ShortNames = names["shortNames"].Strings(),
            Categories = names["categories"].Strings(),
            IsNamespaced = crd.Text("spec", "scope") == "Namespaced",
            IsCustom = true,
            Schema = schema,
            MetadataSchema = metadata,
            Strategy = new CustomResourceStrategy(schema, hasStatus, scale),
            HasStatus = hasStatus,
            Scale = scale,
            Columns = ReadColumns(version),
            SelectableFields = [.. version.Array("selectableFields").Objects().Select(field => field.Text("jsonPath")!.TrimStart('.'))],
            DeprecationWarning = ReadDeprecation(version, group, name, names.Text("kind")!),
            Storage = Storage(crd),
            Converter = storedApiVersion == $"{group}/{name}" ? VersionConverter.None : new RelabelConverter($"{group}/{name}", storedApiVersion, storedSchema, _pruner),
        };
    }

    private static string ReadDeprecation(JsonObject version, string group, string name, string kind) => version["deprecated"].IsTrue()
        ? version.Text("deprecationWarning") ?? $"{group}/{name} {kind} is deprecated"
        : string.Empty;

    private static ScaleSubresource? ReadScale(JsonObject? scale) => scale is null ? null : new ScaleSubresource(
        scale.Text("specReplicasPath")!.TrimStart('.'), scale.Text("statusReplicasPath")!.TrimStart('.'), scale.Text("labelSelectorPath")?.TrimStart('.'));

    private static IReadOnlyList<PrinterColumn> ReadColumns(JsonObject version)
    {
        if (version.Array("additionalPrinterColumns") is not { Count: > 0 } columns)
            return [PrinterColumn.CreationAge];
        return [.. columns.Objects().Select(column => new PrinterColumn
        {
            Name = column.Text("name") ?? string.Empty,
            Type = column.Text("type") ?? "string",
            Format = column.Text("format") ?? string.Empty,
            Description = column.Text("description") ?? $"Custom resource definition column (in JSONPath format): {column.Text("jsonPath")}",
            Priority = column["priority"].Whole() ?? 0,
            Path = JsonPathExpression.Parse(column.Text("jsonPath") ?? string.Empty),
        })];
    }
}
