using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.Api.Meta.Json;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.ControllerRuntime.Informers;

/// <summary>
/// Finds cached objects that somebody changed in place: everybody shares them, and the change would be taken for what the server said. As
/// client-go's detector it costs a serialization of each object, so it is for tests and demonstrations. Not thread-safe: it lives under the lock
/// of its dispatcher.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="fail">Told of a change, in a sentence that names the object and the field and never a value.</param>
internal sealed class MutationDetector<T>(Action<string> fail)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Dictionary<ObjectKey, (T Item, byte[] Json)> _stored = [];

    /// <summary>An object took the place of the one of its key.</summary>
    public void Stored(ObjectKey key, T item)
    {
        Verify(key);
        _stored[key] = (item, JsonSerializer.SerializeToUtf8Bytes(item, KindOf<T>.Json));
    }

    /// <summary>An object left the cache.</summary>
    public void Removed(ObjectKey key)
    {
        Verify(key);
        _stored.Remove(key);
    }

    /// <summary>Looks at every object of the cache.</summary>
    public void VerifyAll()
    {
        foreach (ObjectKey key in _stored.Keys)
            Verify(key);
    }

    private void Verify(ObjectKey key)
    {
        if (!_stored.TryGetValue(key, out (T Item, byte[] Json) known))
            return;

        byte[] now = JsonSerializer.SerializeToUtf8Bytes(known.Item, KindOf<T>.Json);
        if (!now.AsSpan().SequenceEqual(known.Json))
            fail($"{KindOf<T>.Type.Kind} {key} was changed in place while it was in the cache, at {FieldThatDiffers(known.Json, now)}; change a copy of it (with).");
    }

    private static string FieldThatDiffers(byte[] before, byte[] after)
    {
        JsonNode? difference = LeastPatch.Between(Parse(before), Parse(after));
        List<string> path = [];
        while (difference is JsonObject { Count: > 0 } map)
        {
            (string name, difference) = map.First();
            path.Add(name);
        }

        return string.Join('.', path);
    }

    private static JsonObject Parse(byte[] json) =>
        JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = JsonDepth.OfEnvelope })!.AsObject();
}
