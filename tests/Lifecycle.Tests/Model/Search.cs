using ElementalProvider.Lifecycle.Tests.Api;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>Plays histories until one breaks an invariant, and then looks for the shortest that does.</summary>
internal sealed class Search(Rules rules)
{
    /// <summary>What a problem begins with that says nothing about the product.</summary>
    public const string OwnFailure = "the model fails";

    private readonly ModelKeys _keys = new();

    public Coverage Coverage { get; } = new();

    /// <summary>What was found, or null for nothing.</summary>
    /// <param name="histories">How many histories to play.</param>
    /// <param name="seed">What they are drawn by: the same seed gives the same histories.</param>
    /// <param name="shrink">Whether to look for the shortest, as opposed to any.</param>
    public Finding? Run(int histories, ulong seed, bool shrink = true)
    {
        Finding? shortest = null;
        int played = 0;
        Config config = Config.Quick.WithMaxTest(histories).WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed, seed | 1), FSharpOption<int>.None)))
            .WithRunner(new SilentRunner());
        Check.One(config, Prop.ForAll(shrink ? History.Any : History.AnyAsDrawn, history =>
        {
            if (shortest is null)
                played++;
            string? problem = Problem(history);
            if (problem is not null)
                shortest = new Finding(problem, history, seed, played);
            return problem is null;
        }));
        return shortest;
    }

    /// <summary>Plays one history; what broke, or null.</summary>
    /// <param name="history">The history.</param>
    /// <param name="trace">Where to tell everything that happens, for people who look into a finding.</param>
    public string? Problem(History history, Action<string>? trace = null)
    {
        try
        {
            return history.Play(rules, Coverage, _keys, trace);
        }
        catch (Exception exception)
        {
            return $"{OwnFailure}: {exception}";
        }
    }

    /// <summary>The search tells what it found itself.</summary>
    private sealed class SilentRunner : IRunner
    {
        public void OnStartFixture(Type t)
        {
        }

        public void OnArguments(int ntest, Microsoft.FSharp.Collections.FSharpList<object> args, FSharpFunc<int, FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string>> every)
        {
        }

        public void OnShrink(Microsoft.FSharp.Collections.FSharpList<object> args, FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string> everyShrink)
        {
        }

        public void OnFinished(string name, TestResult result)
        {
        }
    }
}
