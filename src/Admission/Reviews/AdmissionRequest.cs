using System.Text.Json;

namespace ElementalProvider.Admission.Reviews;

/// <summary>A write that the API server asks about. What no rule looks at, such as who writes, is not read.</summary>
internal sealed record AdmissionRequest
{
    /// <summary>Names this question; the answer repeats it.</summary>
    public string? Uid { get; init; }

    /// <summary>Kind of the objects, in the version that the webhook asked for.</summary>
    public GroupVersionKind? Kind { get; init; }

    /// <summary>Where the write goes, in the version that the webhook asked for.</summary>
    public GroupVersionResource? Resource { get; init; }

    /// <summary>Such as <c>status</c>; empty for the object itself.</summary>
    public string? SubResource { get; init; }

    /// <summary>Name of the object; empty where the server is to make one.</summary>
    public string? Name { get; init; }

    /// <summary>Namespace of the object.</summary>
    public string? Namespace { get; init; }

    /// <summary><c>CREATE</c>, <c>UPDATE</c>, <c>DELETE</c> or <c>CONNECT</c>.</summary>
    public string? Operation { get; init; }

    /// <summary>The object as it would be stored.</summary>
    public JsonElement? Object { get; init; }

    /// <summary>The object as it is stored.</summary>
    public JsonElement? OldObject { get; init; }

    /// <summary>Nothing will be stored, whatever the verdict.</summary>
    public bool? DryRun { get; init; }

    /// <summary>How it is written.</summary>
    public WriteOptions? Options { get; init; }
}

/// <summary>The options of a write, whichever kind of options they are.</summary>
internal sealed record WriteOptions
{
    /// <summary>The name under which the server records who owns what is written.</summary>
    public string? FieldManager { get; init; }
}
