using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.FieldManagement;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>
/// An object as JSON that knows where its version and its owners are: so the version, which is known only at the commit, can be put into text
/// that was written before, and whoever changes an object need not read its owners as JSON.
/// </summary>
/// <param name="Json">The text.</param>
/// <param name="VersionAt">Where metadata.resourceVersion is, the first member of metadata; empty where it is still to come.</param>
/// <param name="OwnersAt">Where metadata.managedFields is, the last member of metadata, with the comma before it; empty where there is none.</param>
internal sealed record StoredText(ReadOnlyMemory<byte> Json, (int Start, int Length) VersionAt, (int Start, int Length) OwnersAt)
{
    private const string Metadata = "metadata";
    private const string Version = "resourceVersion";

    /// <summary>Writes an object.</summary>
    /// <param name="tree">The object. What it says about its version does not count.</param>
    /// <param name="resourceVersion">Its version; 0 leaves it out.</param>
    /// <param name="owners">Who owns its fields; null where the tree says so itself.</param>
    public static StoredText Write(JsonObject tree, long resourceVersion, ManagedFields? owners)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using Utf8JsonWriter writer = JsonText.Writer(buffer);
        (int Start, int Length) versionAt = default, ownersAt = default;
        writer.WriteStartObject();
        foreach ((string name, JsonNode? member) in tree)
        {
            writer.WritePropertyName(name);
            if (name == Metadata && member is JsonObject metadata)
                (versionAt, ownersAt) = WriteMetadata(writer, metadata, resourceVersion, owners);
            else
                WriteValue(writer, member);
        }

        writer.WriteEndObject();
        writer.Flush();
        return new StoredText(buffer.WrittenSpan.ToArray(), versionAt, ownersAt);
    }

    /// <summary>The same object as of another version.</summary>
    public StoredText At(long resourceVersion)
    {
        byte[] version = Encoding.UTF8.GetBytes($"\"{Version}\":\"{ResourceVersions.Format(resourceVersion)}\"{(VersionAt.Length == 0 ? "," : string.Empty)}");
        int end = VersionAt.Start + VersionAt.Length, grown = version.Length - VersionAt.Length;
        byte[] json = new byte[Json.Length + grown];
        Json.Span[..VersionAt.Start].CopyTo(json);
        version.CopyTo(json.AsSpan(VersionAt.Start));
        Json.Span[end..].CopyTo(json.AsSpan(VersionAt.Start + version.Length));
        int length = VersionAt.Length == 0 ? version.Length - 1 : version.Length;
        return new StoredText(json, (VersionAt.Start, length), (OwnersAt.Start + grown, OwnersAt.Length));
    }

    /// <summary>A tree of the caller's own.</summary>
    public JsonObject Parse() => JsonText.ParseObject(Json);

    /// <summary>A tree of the caller's own, without metadata.managedFields.</summary>
    public JsonObject ParseWithoutOwners()
    {
        if (OwnersAt.Length == 0)
            return Parse();
        byte[] rest = ArrayPool<byte>.Shared.Rent(Json.Length);
        Json.Span[..OwnersAt.Start].CopyTo(rest);
        Json.Span[(OwnersAt.Start + OwnersAt.Length)..].CopyTo(rest.AsSpan(OwnersAt.Start));
        JsonObject tree = JsonText.ParseObject(rest.AsMemory(0, Json.Length - OwnersAt.Length));
        ArrayPool<byte>.Shared.Return(rest);
        return tree;
    }

    private static ((int Start, int Length) VersionAt, (int Start, int Length) OwnersAt) WriteMetadata(Utf8JsonWriter writer, JsonObject metadata, long resourceVersion, ManagedFields? owners)
    {
        writer.WriteStartObject();
        int start = Position(writer);
        if (resourceVersion > 0)
            writer.WriteString(Version, ResourceVersions.Format(resourceVersion));
        (int, int) versionAt = (start, Position(writer) - start);
        foreach ((string name, JsonNode? member) in metadata)
        {
            if (name is Version or OwnershipTracker.Field)
                continue;
            writer.WritePropertyName(name);
            WriteValue(writer, member);
        }

        start = Position(writer);
        if (owners is null)
            WriteOwners(writer, metadata[OwnershipTracker.Field]);
        else
            ManagedFieldsText.WriteMember(writer, OwnershipTracker.Field, owners);
        (int, int) ownersAt = (start, Position(writer) - start);
        writer.WriteEndObject();
        return (versionAt, ownersAt);
    }

    private static void WriteOwners(Utf8JsonWriter writer, JsonNode? managedFields)
    {
        if (managedFields is null)
            return;
        writer.WritePropertyName(OwnershipTracker.Field);
        managedFields.WriteTo(writer);
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonNode? value)
    {
        if (value is null)
            writer.WriteNullValue();
        else
            value.WriteTo(writer);
    }

    private static int Position(Utf8JsonWriter writer) => (int)writer.BytesCommitted + writer.BytesPending;
}
