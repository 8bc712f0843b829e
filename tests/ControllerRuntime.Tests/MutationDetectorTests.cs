using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Informers;
using ElementalProvider.ControllerRuntime.Tests.Support;
using ElementalProvider.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.ControllerRuntime.Tests;

public sealed class MutationDetectorTests
{
    private static readonly ObjectKey Key = new("ns", "a");

    private readonly List<string> _told = [];

    [Fact]
    public void A_cached_object_that_was_changed_in_place_is_named_with_the_field_and_without_the_value()
    {
        V1Secret secret = new() { Metadata = new V1ObjectMeta { NamespaceProperty = "ns", Name = "a" }, Data = new Dictionary<string, byte[]> { ["token"] = [1] } };
        MutationDetector<V1Secret> detector = new(_told.Add);
        detector.Stored(Key, secret);
        secret.Data["token"] = "hidden"u8.ToArray();

        detector.VerifyAll();

        Assert.Equal(["Secret ns/a was changed in place while it was in the cache, at data.token; change a copy of it (with)."], _told);
    }

    [Fact]
    public void Copies_may_differ_and_what_left_the_cache_may_change()
    {
        V1ConfigMap map = Map();
        MutationDetector<V1ConfigMap> detector = new(_told.Add);
        detector.Stored(Key, map);
        V1ConfigMap copy = map with { Metadata = map.Metadata with { Labels = new Dictionary<string, string> { ["a"] = "b" } } };
        detector.Stored(Key, copy);
        map.Metadata.Labels = null;
        detector.Removed(Key);
        copy.Metadata.Labels.Clear();

        detector.VerifyAll();

        Assert.Empty(_told);
    }

    [Fact]
    public void An_object_that_is_replaced_or_goes_is_looked_at_a_last_time()
    {
        MutationDetector<V1ConfigMap> detector = new(_told.Add);
        V1ConfigMap map = Map();
        detector.Stored(Key, map);
        map.Metadata.Finalizers = ["f"];
        V1ConfigMap next = Map();
        detector.Stored(Key, next);
        next.Metadata.Labels!["a"] = "b";
        detector.Removed(Key);

        Assert.Equal(["at metadata.finalizers;", "at metadata.labels.a;"], _told.Select(sentence => sentence[sentence.IndexOf("at metadata", StringComparison.Ordinal)..(sentence.IndexOf(';') + 1)]));
    }

    [Fact]
    public async Task An_informer_tells_at_its_end_at_the_latest()
    {
        await using SmallApiServer server = await SmallApiServer.StartAsync();
        server.Put("configmaps", "ns", "a");
        using KubernetesClient client = new(server.Configuration);
        using CancellationTokenSource stop = new();
        Informer<V1ConfigMap> informer = new(
            client.Resource<V1ConfigMap>(), new InformerOptions { DetectMutations = true }, TimeProvider.System, NullLogger.Instance, onMutation: _told.Add);
        Task running = informer.RunAsync(stop.Token);
        await informer.Synced.WaitAsync(Patience.Usual);

        informer.Store.Find(Key)!.Metadata.Labels = new Dictionary<string, string> { ["a"] = "b" };
        await stop.CancelAsync();
        await running;

        Assert.StartsWith("ConfigMap ns/a was changed in place", Assert.Single(_told));
    }

    private static V1ConfigMap Map() => new()
    {
        Metadata = new V1ObjectMeta { NamespaceProperty = "ns", Name = "a", Labels = new Dictionary<string, string> { ["a"] = "a" } },
    };
}
