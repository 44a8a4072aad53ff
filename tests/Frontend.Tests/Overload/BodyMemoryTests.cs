using Shopkeeper.Frontend.Overload;

namespace Shopkeeper.Frontend.Tests.Overload;

public sealed class BodyMemoryTests : IDisposable
{
    private readonly BodyMemory _memory = new(10 * BodyMemory.PageBytes);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _memory.Dispose();

    [Fact]
    public async Task Body_that_grows_takes_what_it_needs_and_gives_all_back()
    {
        using (var body = _memory.Open(waits: false))
        {
            Assert.True(await body.CoverAsync(0, Cancel));
            Assert.Equal(0, _memory.Taken);
            Assert.True(await body.CoverAsync(1, Cancel));
            Assert.True(await body.CoverAsync(BodyMemory.PageBytes, Cancel));
            Assert.Equal(BodyMemory.PageBytes, _memory.Taken);
            Assert.True(await body.CoverAsync(10 * BodyMemory.PageBytes, Cancel));
            Assert.Equal(10 * BodyMemory.PageBytes, _memory.Taken);
        }

        Assert.Equal(0, _memory.Taken);
    }

    [Fact]
    public async Task Body_that_finds_no_memory_is_refused_and_gives_back_what_it_had()
    {
        using var first = _memory.Open(waits: false);
        Assert.True(await first.CoverAsync(8 * BodyMemory.PageBytes, Cancel));
        using (var second = _memory.Open(waits: false))
            Assert.False(await second.CoverAsync(3 * BodyMemory.PageBytes, Cancel));

        using var third = _memory.Open(waits: false);
        Assert.True(await third.CoverAsync(2 * BodyMemory.PageBytes, Cancel));
    }

    [Fact]
    public async Task Body_that_waits_gets_its_memory_when_another_gives_it_back()
    {
        var first = _memory.Open(waits: true);
        Assert.True(await first.CoverAsync(9 * BodyMemory.PageBytes, Cancel));
        using var second = _memory.Open(waits: true);
        var waiting = second.CoverAsync(4 * BodyMemory.PageBytes, Cancel);
        Assert.False(waiting.IsCompleted);

        first.Dispose();
        Assert.True(await waiting);
    }

    [Fact]
    public async Task Body_that_waits_in_vain_gives_back_what_it_had_taken_until_then()
    {
        using var patience = new CancellationTokenSource();
        using (var first = _memory.Open(waits: true))
        {
            Assert.True(await first.CoverAsync(8 * BodyMemory.PageBytes, Cancel));
            using var second = _memory.Open(waits: true);
            var waiting = second.CoverAsync(4 * BodyMemory.PageBytes, patience.Token);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        }

        Assert.Equal(0, _memory.Taken);
    }
}
