using Shopkeeper.Grains.Polling;

namespace Shopkeeper.Grains.Tests.Polling;

public sealed class InFlightTests
{
    [Fact]
    public void Key_when_taken_is_not_given_twice_and_tells_that_it_was_wanted()
    {
        var inFlight = new InFlight<string>();

        Assert.True(inFlight.TryBegin("a"));
        Assert.False(inFlight.TryBegin("a"));
        Assert.True(inFlight.TryBegin("b"));
        Assert.True(inFlight.End("a"));
        Assert.False(inFlight.End("b"));
        Assert.True(inFlight.TryBegin("a"));
        Assert.False(inFlight.End("a"));
    }

    [Fact]
    public async Task Wait_for_all_ends_when_the_last_poke_ends()
    {
        var inFlight = new InFlight<string>();
        var poke = new TaskCompletionSource();
        inFlight.TryBegin("a");
        inFlight.Track("a", poke.Task);

        var all = inFlight.AllEndedAsync();

        Assert.False(all.IsCompleted);
        poke.SetResult();
        await all.WaitAsync(TestContext.Current.CancellationToken);
    }
}
