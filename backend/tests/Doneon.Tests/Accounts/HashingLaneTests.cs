using Doneon.Accounts;

namespace Doneon.Tests.Accounts;

public sealed class HashingLaneTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_lane_returns_what_was_computed()
    {
        using var lane = new HashingLane();
        Assert.Equal(new Hashed<int>(42, null), await lane.Run(() => 42, Patience, default));
        Assert.Equal(new Hashed<int>(43, null), await lane.Run(_ => Task.FromResult(43), Patience, default));
    }

    [Fact]
    public async Task No_more_than_its_width_is_computed_at_once()
    {
        using var lane = new HashingLane(width: 2, queue: 32);
        int now = 0, most = 0;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => lane.Run(async stop =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            await Task.Delay(5, stop);
            return Interlocked.Decrement(ref now);
        }, Patience, default)));

        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Whoever_finds_the_queue_full_is_told_when_to_come_back()
    {
        using var lane = new HashingLane(width: 1, queue: 2);
        var gate = new TaskCompletionSource<int>();
        Task<Hashed<int>>[] accepted = [.. Enumerable.Range(0, 3).Select(_ => lane.Run(_ => gate.Task, Patience, default))];

        var refused = await lane.Run<int>(() => throw new InvalidOperationException("computed although refused"), Patience, default);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

        gate.SetResult(7);
        Assert.All(await Task.WhenAll(accepted), hashed => Assert.Equal(new Hashed<int>(7, null), hashed));
        Assert.Equal(8, (await lane.Run(() => 8, Patience, default)).Value);
    }

    [Fact]
    public void So_many_may_be_on_their_way_as_the_lane_holds()
    {
        using var lane = new HashingLane(width: 1, queue: 2);
        var visits = Enumerable.Range(0, 3).Select(_ => lane.TryVisit()).ToList();
        Assert.DoesNotContain(null, visits);
        Assert.Null(lane.TryVisit());
        visits[0]!.Dispose();
        Assert.NotNull(lane.TryVisit());
        Assert.Null(lane.TryVisit());
    }

    [Fact]
    public async Task Whoever_gives_up_while_waiting_frees_the_place_in_the_queue()
    {
        using var lane = new HashingLane(width: 1, queue: 1);
        using var patience = new CancellationTokenSource();
        var gate = new TaskCompletionSource<int>();
        var first = lane.Run(_ => gate.Task, Patience, default);
        var impatient = lane.Run(() => 1, Patience, patience.Token);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        var next = lane.Run(() => 2, Patience, default);
        gate.SetResult(0);

        Assert.Equal(0, (await first).Value);
        Assert.Equal(2, (await next).Value);
    }

    [Fact]
    public async Task Whoever_has_waited_long_enough_is_told_when_to_come_back()
    {
        using var lane = new HashingLane(width: 1, queue: 1);
        var gate = new TaskCompletionSource<int>();
        var first = lane.Run(_ => gate.Task, Patience, default);
        var refused = await lane.Run<int>(() => throw new InvalidOperationException("computed although refused"), TimeSpan.FromMilliseconds(20), default);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        gate.SetResult(7);
        Assert.Equal(7, (await first).Value);
    }

    [Fact]
    public async Task A_failure_frees_its_place()
    {
        using var lane = new HashingLane(width: 1, queue: 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => lane.Run<int>(() => throw new InvalidOperationException(), Patience, default));
        Assert.Equal(1, (await lane.Run(() => 1, Patience, default)).Value);
    }

    [Fact]
    public async Task Hashing_does_not_occupy_the_thread_of_the_request()
    {
        using var lane = new HashingLane();
        using var gate = new ManualResetEventSlim();
        var hashing = lane.Run(() => gate.Wait(TimeSpan.FromSeconds(30)), Patience, default);

        gate.Set();
        Assert.True((await hashing).Value);
    }

    static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; seen < value;)
            seen = Interlocked.CompareExchange(ref target, value, seen) is var found && found == seen ? value : found;
    }
}
