using System.Reflection;
using System.Text.Json.Nodes;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.CrdGenerator;

/// <summary>Makes the CustomResourceDefinition of one kind.</summary>
/// <param name="schemas">Makes the schemas of spec and status.</param>
/// <param name="documentation">Doc comments.</param>
internal sealed class CrdBuilder(SchemaBuilder schemas, XmlDocumentation documentation)
{
    /// <summary>The definition of the kind that a record describes.</summary>
    public JsonObject Build(Type kind)
    {
        CustomResourceAttribute resource = kind.GetCustomAttribute<CustomResourceAttribute>()!;
        KubernetesEntityAttribute type = kind.GetCustomAttribute<KubernetesEntityAttribute>()!;
        return new JsonObject
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = new JsonObject { ["name"] = $"{type.PluralName}.{type.Group}", ["labels"] = Labels(type, resource) },
            ["spec"] = new JsonObject
            {
                ["group"] = type.Group,
                ["names"] = Names(type, resource),
                ["scope"] = "Namespaced",
                ["versions"] = new JsonArray(Version(kind, type)),
            },
        };
    }

    // The one version v1beta1 serves both contracts, so both labels name it (V2). clusterctl reads the other labels.
    private static JsonObject Labels(KubernetesEntityAttribute type, CustomResourceAttribute resource)
    {
        JsonObject labels = new()
        {
            ["cluster.x-k8s.io/provider"] = "infrastructure-elemental",
            ["cluster.x-k8s.io/v1beta1"] = type.ApiVersion,
            ["cluster.x-k8s.io/v1beta2"] = type.ApiVersion,
        };
        if (resource.MoveHierarchy)
            labels["clusterctl.cluster.x-k8s.io/move-hierarchy"] = "";
        return labels;
    }

    private static JsonObject Names(KubernetesEntityAttribute type, CustomResourceAttribute resource) => new()
    {
        ["categories"] = new JsonArray("cluster-api"),
        ["kind"] = type.Kind,
        ["listKind"] = $"{type.Kind}List",
        ["plural"] = type.PluralName,
        ["shortNames"] = new JsonArray([.. resource.ShortNames.Select(name => (JsonNode)name)]),
        ["singular"] = type.Kind.ToLowerInvariant(),
    };

    private JsonObject Version(Type kind, KubernetesEntityAttribute type)
    {
        JsonObject version = new()
        {
            ["additionalPrinterColumns"] = new JsonArray([.. kind.GetCustomAttributes<PrinterColumnAttribute>().Select(Column)]),
            ["name"] = type.ApiVersion,
            ["schema"] = new JsonObject { ["openAPIV3Schema"] = RootSchema(kind) },
            ["served"] = true,
            ["storage"] = true,
        };
        if (kind.GetProperty("Status") is not null)
            version["subresources"] = new JsonObject { ["status"] = new JsonObject() };
        return version;
    }

    private static JsonNode Column(PrinterColumnAttribute column)
    {
        JsonObject node = new();
        if (column.Description is { } description)
            node["description"] = description;
        node["jsonPath"] = column.JsonPath;
        node["name"] = column.Name;
        if (column.Priority != 0)
            node["priority"] = column.Priority;
        node["type"] = column.Type;
        return node;
    }

    private JsonObject RootSchema(Type kind)
    {
        JsonObject properties = new()
        {
            ["apiVersion"] = Text("API group and version of this object, such as infrastructure.cluster.x-k8s.io/v1beta1."),
            ["kind"] = Text("Kind of this object."),
            ["metadata"] = new JsonObject { ["type"] = "object" },
        };
        foreach (string name in (string[])["Spec", "Status"])
        {
            if (kind.GetProperty(name) is { } property)
                properties[name.ToLowerInvariant()] = schemas.Of(property);
        }

        return new JsonObject { ["description"] = documentation.Of(kind), ["properties"] = properties, ["type"] = "object" };
    }

    private static JsonObject Text(string description) => new() { ["description"] = description, ["type"] = "string" };
}
