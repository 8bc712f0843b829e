using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Definitions;

/// <summary>Keeps the registry in step with the stored definitions: a definition is served as soon as its write is answered.</summary>
internal sealed class CustomResourceRegistrar(ObjectStore store, ResourceRegistry registry, DefinitionCompiler compiler, ObjectNormalizer normalizer)
{
    /// <summary>Name of the collection of definitions.</summary>
    public const string Definitions = "customresourcedefinitions.apiextensions.k8s.io";

    private readonly Dictionary<string, (long Since, CancellationTokenSource Removed)> _lives = new(StringComparer.Ordinal);

    /// <summary>For <see cref="ObjectStore.Committed"/>.</summary>
    public void OnCommitted(StoreEvent storeEvent)
    {
        if (storeEvent.Object.Key.Resource != Definitions)
            return;

        string storage = storeEvent.Object.Key.Name;
        if (storeEvent.Type == StoreEventType.Deleted)
        {
            registry.Replace(storage, []);
            if (_lives.Remove(storage, out (long Since, CancellationTokenSource Removed) life))
                _ = life.Removed.CancelAsync();
            return;
        }

        JsonObject crd = storeEvent.Object.Parse();
        if (!DefinitionConditions.IsEstablished(crd) || SpecUnchanged(crd, storeEvent.Previous))
            return;

        if (!_lives.TryGetValue(storage, out (long Since, CancellationTokenSource Removed) current))
            _lives.Add(storage, current = (storeEvent.ResourceVersion, new CancellationTokenSource()));
        IReadOnlyList<ResourceDefinition> definitions = compiler.Compile(crd, current.Since, current.Removed.Token);
        registry.Replace(storage, definitions);
        if (storeEvent.Previous is not null)
            store.Rewrite(storage, stored => Reread(stored, definitions, crd));
    }

    private static bool SpecUnchanged(JsonObject crd, StoredObject? previous) =>
        previous?.Parse() is { } before && DefinitionConditions.IsEstablished(before) && crd["spec"].SameAs(before["spec"]);

    /// <summary>An object stored under an older schema reads as if it had been stored under this one.</summary>
    private StoredObject Reread(StoredObject stored, IReadOnlyList<ResourceDefinition> definitions, JsonObject crd)
    {
        JsonObject version = crd.Array("spec", "versions").Objects().First(candidate => candidate["storage"].IsTrue());
        JsonObject tree = stored.Parse();
        tree["apiVersion"] = $"{crd.Text("spec", "group")}/{version.Text("name")}";
        StructuralSchema schema = DefinitionCompiler.ReadSchema(version);
        normalizer.Reread(tree, schema);
        ResourceDefinition? served = definitions.Count == 0 ? null : definitions[0];
        return new StoredObject(stored.Key, tree, stored.ResourceVersion, served is null ? stored.Fields : SelectableFieldValues.Of(tree, served));
    }
}
