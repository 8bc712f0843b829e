using System.Collections.Concurrent;
using ElementalProvider.ControllerRuntime.Queue;
using ElementalProvider.Testing.Time;
using FsCheck;
using FsCheck.Fluent;

namespace ElementalProvider.ControllerRuntime.Tests;

public sealed class WorkQueuePropertyTests
{
    /// <summary>One wish for work, as a generator makes it.</summary>
    public sealed record Wish(int Key, bool IsUrgent, int DelayMilliseconds);

    private static readonly Gen<Wish> Wishes =
        from key in Gen.Choose(0, 5)
        from urgent in Gen.Elements(true, false)
        from delay in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 3)))
        select new Wish(key, urgent, delay);

    [Fact]
    public void No_key_is_worked_on_twice_at_once_and_every_wish_is_followed_by_work() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(Gen.ArrayOf(Wishes).ToArbitrary(), HoldsAsync));

    private static async Task<bool> HoldsAsync(Wish[] wishes)
    {
        using WorkQueue<int> queue = new();
        int[] wished = new int[6];
        int[] seen = new int[6];
        int[] atWork = new int[6];
        ConcurrentBag<int> overlaps = [];
        TaskCompletionSource allSeen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenSource stop = new();
        Task[] workers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(WorkAsync))];

        await Task.WhenAll(wishes.Chunk(Math.Max(1, wishes.Length / 3)).Select(part => Task.Run(() =>
        {
            foreach (Wish wish in part)
            {
                Interlocked.Increment(ref wished[wish.Key]);
                queue.AddAfter(wish.Key, TimeSpan.FromMilliseconds(wish.DelayMilliseconds), wish.IsUrgent ? WorkPriority.Normal : WorkPriority.Low);
            }
        })));
        SignalWhenAllSeen();
        await allSeen.Task.WaitAsync(Patience.Usual);
        await stop.CancelAsync();
        await Task.WhenAll(workers);
        return overlaps.IsEmpty;

        async Task WorkAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                int key;
                try
                {
                    (_, key) = await queue.TakeAsync(stop.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                if (Interlocked.Increment(ref atWork[key]) > 1)
                    overlaps.Add(key);
                int upTo = Volatile.Read(ref wished[key]);
                await Task.Yield();
                Volatile.Write(ref seen[key], upTo);
                Interlocked.Decrement(ref atWork[key]);
                queue.Done(key);
                SignalWhenAllSeen();
            }
        }

        // The work on a key saw all wishes for it that were made before it began; in the end it must have seen the last one.
        void SignalWhenAllSeen()
        {
            if (wished.Sum() == wishes.Length && seen.Zip(wished).All(pair => pair.First == pair.Second))
                allSeen.TrySetResult();
        }
    }
}
