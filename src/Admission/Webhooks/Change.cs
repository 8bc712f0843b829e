using System.Text.Json;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Admission.Webhooks;

/// <summary>A write of one object, as the rules see it.</summary>
/// <typeparam name="T">The kind.</typeparam>
internal sealed record Change<T>
    where T : class
{
    /// <summary>The object as it would be stored.</summary>
    public required T Object { get; init; }

    /// <summary>The object as it is stored; null where it is new.</summary>
    public T? Old { get; init; }

    /// <summary>Nothing will be stored, whatever the verdict.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>The name under which the writer's fields are recorded; null where it gave none.</summary>
    public string? FieldManager { get; init; }

    /// <summary>Whether the provider itself writes.</summary>
    public bool IsByProvider => FieldManager is FieldManagers.Controllers or FieldManagers.Gateway;

    /// <summary><see cref="Object"/> with every field it came with, known or not.</summary>
    public required JsonElement Json { get; init; }

    /// <summary><see cref="Old"/> with every field it came with, known or not.</summary>
    public JsonElement? OldJson { get; init; }

    /// <summary>Whether an object that is stored already gets another value of a field.</summary>
    /// <param name="path">The names that lead to the field.</param>
    public bool Alters(params ReadOnlySpan<string> path)
    {
        if (OldJson is not { } old)
            return false;

        (JsonElement? before, JsonElement? after) = (Find(old, path), Find(Json, path));
        return before is { } was && after is { } now ? !JsonElement.DeepEquals(was, now) : before is null != after is null;
    }

    private static JsonElement? Find(JsonElement element, ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element;
    }
}
