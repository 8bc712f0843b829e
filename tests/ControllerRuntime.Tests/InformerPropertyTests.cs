using ElementalProvider.ControllerRuntime.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ElementalProvider.ControllerRuntime.Tests;

public sealed class InformerPropertyTests
{
    public enum Step
    {
        PutA,
        PutB,
        PutC,
        DeleteA,
        DeleteB,
        Cut,
        End,
        Compact,
        Bookmark,
        Breathe,
    }

    [Fact]
    public void After_any_interleaving_of_changes_cuts_compactions_and_lists_the_store_equals_the_server()
    {
        Arbitrary<Step[]> histories = Gen.ArrayOf(Gen.Elements(Enum.GetValues<Step>())).ToArbitrary();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(histories, ConvergesAsync));
    }

    private static async Task<bool> ConvergesAsync(Step[] history)
    {
        await using SmallApiServer server = await SmallApiServer.StartAsync();
        await using RunningInformer running = new(server, new InformerOptions { PageSize = 1 });
        foreach (Step step in history)
            await TakeAsync(step, server, running);

        long last = server.Put("configmaps", "ns", "last");
        await running.UntilAsync(seen => seen.GetValueOrDefault("ns/last") == last.ToString());

        IReadOnlyDictionary<string, string> truth = server.VersionsOf("configmaps");
        return Same(truth, running.Versions) && Same(truth, running.Mirror.Versions) && running.Mirror.Lies.Count == 0;
    }

    private static async Task TakeAsync(Step step, SmallApiServer server, RunningInformer running)
    {
        switch (step)
        {
            case Step.PutA or Step.PutB or Step.PutC:
                server.Put("configmaps", "ns", step.ToString());
                break;
            case Step.DeleteA:
                server.Delete("configmaps", "ns", nameof(Step.PutA));
                break;
            case Step.DeleteB:
                server.Delete("configmaps", "ns", nameof(Step.PutB));
                break;
            case Step.Cut or Step.End:
                server.EndWatches(cleanly: step == Step.End);
                break;
            case Step.Compact:
                server.Compact();
                break;
            case Step.Bookmark:
                server.Bookmark("configmaps");
                break;
            case Step.Breathe:
                long version = server.Put("configmaps", "ns", "breath");
                await running.UntilAsync(seen => seen.GetValueOrDefault("ns/breath") == version.ToString());
                break;
        }
    }

    private static bool Same(IReadOnlyDictionary<string, string> truth, IReadOnlyDictionary<string, string?> seen) =>
        truth.Count == seen.Count && truth.All(entry => seen.GetValueOrDefault(entry.Key) == entry.Value);
}
