using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Schemas;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>Everything the server knows about one resource in one served version.</summary>
internal sealed record ResourceDefinition
{
    /// <summary>What can be done with objects of a resource.</summary>
    public static readonly IReadOnlyList<string> AllVerbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

    public required string Group { get; init; }

    public required string Version { get; init; }

    public required string Plural { get; init; }

    public required string Singular { get; init; }

    public required string Kind { get; init; }

    public required string ListKind { get; init; }

    public bool IsNamespaced { get; init; } = true;

    /// <summary>Whether a custom resource definition made it. Custom resources are answered slightly differently from built-in ones.</summary>
    public bool IsCustom { get; init; }

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Verbs { get; init; } = AllVerbs;

    public required StructuralSchema Schema { get; init; }

    /// <summary>Schema of the metadata of every object.</summary>
    public required StructuralSchema MetadataSchema { get; init; }

    /// <summary>Schema of the whole object: apiVersion, kind and metadata too.</summary>
    public StructuralSchema WholeSchema => field ??= Schema with
    {
        Properties = new Dictionary<string, StructuralSchema>(Schema.Properties, StringComparer.Ordinal)
        {
            ["apiVersion"] = StructuralSchema.PlainText, ["kind"] = StructuralSchema.PlainText, ["metadata"] = MetadataSchema,
        },
    };

    public required ResourceStrategy Strategy { get; init; }

    /// <summary>Whether status is written through its own endpoint.</summary>
    public bool HasStatus { get; init; }

    public ScaleSubresource? Scale { get; init; }

    /// <summary>Whether spec.finalizers are written through the finalize endpoint.</summary>
    public bool HasFinalize { get; init; }

    /// <summary>Whether tokens are made through the token endpoint.</summary>
    public bool HasToken { get; init; }

    /// <summary>Whether ports of the objects are forwarded to clients.</summary>
    public bool HasPortForward { get; init; }

    public IReadOnlyList<PrinterColumn> Columns { get; init; } = [PrinterColumn.CreationAge];

    /// <summary>Fields, other than name and namespace, that field selectors may name, as paths such as spec.color.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary>Answers a question instead of storing what is created; null for all resources that are stored.</summary>
    public Review? Review { get; init; }

    /// <summary>Sent with every answer about a deprecated version.</summary>
    public string DeprecationWarning { get; init; } = string.Empty;

    /// <summary>The store's version when this resource came into being; nothing older can be watched.</summary>
    public long Since { get; init; }

    /// <summary>Cancelled when the resource is no longer served at all.</summary>
    public CancellationToken Removed { get; init; }

    /// <summary>Name of the collection that holds the objects; several definitions may show one collection.</summary>
    public required string Storage { get; init; }

    /// <summary>How objects of this version differ from the stored ones.</summary>
    public VersionConverter Converter { get; init; } = VersionConverter.None;

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>What marks an encoding of a stored object as being of this definition.</summary>
    public object EncodingKey { get; } = new();

    public StoreKey Key(string? namespaceName, string name) => new(Storage, namespaceName ?? string.Empty, name);

    public ApiStatusException NotFound(string name) => ApiErrors.NotFound(Group, Plural, name);

    public ApiStatusException Invalid(string name, params IReadOnlyCollection<FieldError> errors) => ApiErrors.Invalid(Group, Kind, name, errors);
}
