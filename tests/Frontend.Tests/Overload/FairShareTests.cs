using Shopkeeper.Frontend.Overload;

namespace Shopkeeper.Frontend.Tests.Overload;

public sealed class FairShareTests
{
    private readonly FairShare _share = new(12);
    private readonly List<IDisposable> _places = [];

    [Fact]
    public void Holder_that_takes_all_it_gets_has_half_when_alone_and_leaves_the_rest_to_others()
    {
        Assert.Equal(6, TakeAll("noisy"));
        Assert.False(_share.HasPlace("noisy"));
        Assert.Equal(3, TakeAll("another"));
        Assert.Equal(2, TakeAll("third"));
        Assert.True(_share.TryEnter("quiet", out _));
    }

    [Fact]
    public void Holders_that_come_by_turns_get_the_same()
    {
        string[] holders = ["blue", "red", "green"];
        var taken = holders.ToDictionary(holder => holder, _ => 0);
        for (var round = 0; round < 10; round++)
        {
            foreach (var holder in holders.Where(holder => _share.TryEnter(holder, out _))) taken[holder]++;
        }

        Assert.Equal([3, 3, 3], taken.Values);
    }

    [Fact]
    public void Place_that_is_given_back_twice_is_free_once()
    {
        Assert.Equal(6, TakeAll("noisy"));
        _places[0].Dispose();
        _places[0].Dispose();
        Assert.Equal(5, _share.Taken);
        Assert.Equal(1, TakeAll("noisy"));
    }

    [Fact]
    public void Nobody_gets_a_place_when_all_are_taken()
    {
        for (var holder = 0; holder < 12; holder++) Assert.True(_share.TryEnter($"{holder}", out _));
        Assert.False(_share.HasPlace("new"));
        Assert.False(_share.HasPlace(null));
        Assert.False(_share.TryEnter("new", out var none));
        Assert.Null(none);
    }

    [Fact]
    public async Task Places_taken_and_given_back_by_many_at_once_are_never_more_than_there_are()
    {
        const int Limit = 12;
        var (most, entered) = (0, 0);
        await Parallel.ForAsync(0, 20_000, TestContext.Current.CancellationToken, (number, _) =>
        {
            if (!_share.TryEnter($"{number % 5}", out var place)) return ValueTask.CompletedTask;
            using (place)
            {
                Interlocked.Increment(ref entered);
                InterlockedMaximum(ref most, _share.Taken);
            }
            return ValueTask.CompletedTask;
        });

        Assert.InRange(most, 1, Limit);
        Assert.True(entered > 0);
        Assert.Equal(0, _share.Taken);
        Assert.Equal(6, TakeAll("noisy"));
    }

    private int TakeAll(string holder)
    {
        var taken = 0;
        for (; _share.TryEnter(holder, out var place); taken++) _places.Add(place);
        return taken;
    }

    private static void InterlockedMaximum(ref int most, int seen)
    {
        for (var known = Volatile.Read(ref most); seen > known; known = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, seen, known);
    }
}
