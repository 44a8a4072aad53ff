using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Shopkeeper.Frontend.Overload;
using Shopkeeper.Frontend.Webhooks;

namespace Shopkeeper.Frontend.Tests.Webhooks;

public sealed class DeliveryBodyTests : IDisposable
{
    private readonly WebhookEdgeOptions _options = new()
    {
        MaximumBodyBytes = 20_000, BodyTimeout = TimeSpan.FromMinutes(1),
    };

    private readonly BodyMemory _memory = new(16_384);
    private readonly Pipe _pipe = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _memory.Dispose();

    [Fact]
    public async Task Body_in_pieces_is_read_whole_and_counted_as_it_arrives()
    {
        using var share = _memory.Open(waits: false);
        var reading = ReadAsync(share, Cancel);
        Assert.Equal(0, _memory.Taken);

        await _pipe.Writer.WriteAsync(new byte[5_000], Cancel);
        await _pipe.Writer.WriteAsync(new byte[6_000], Cancel);
        await _pipe.Writer.CompleteAsync();
        var (outcome, body) = await reading;
        Assert.Equal((BodyOutcome.Read, 11_000), (outcome, body.Length));
        Assert.Equal(12_288, _memory.Taken);
    }

    [Fact]
    public async Task Body_that_announces_no_length_and_is_too_long_is_refused()
    {
        using var share = new BodyMemory(1 << 20).Open(waits: false);
        var reading = ReadAsync(share, Cancel);
        await _pipe.Writer.WriteAsync(new byte[20_001], Cancel);
        Assert.Equal(BodyOutcome.TooLarge, (await reading).Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_that_finds_no_memory_is_refused_at_once_or_after_its_time(bool waits)
    {
        _options.BodyTimeout = TimeSpan.FromMilliseconds(waits ? 50 : 60_000);
        using var share = _memory.Open(waits);
        var reading = ReadAsync(share, Cancel);
        await _pipe.Writer.WriteAsync(new byte[16_385], Cancel);
        Assert.Equal(BodyOutcome.NoMemory, (await reading).Outcome);

        // The rest is somebody else's to read: the reader was given back.
        await _pipe.Writer.WriteAsync(new byte[1], Cancel);
        Assert.True(_pipe.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Body_that_does_not_arrive_in_time_is_told_apart_from_a_caller_who_hangs_up()
    {
        _options.BodyTimeout = TimeSpan.FromMilliseconds(50);
        using var share = _memory.Open(waits: false);
        Assert.Equal(BodyOutcome.TooSlow, (await ReadAsync(share, Cancel)).Outcome);

        using var caller = new CancellationTokenSource();
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(share, caller.Token));
    }

    private Task<(BodyOutcome Outcome, byte[] Body)> ReadAsync(BodyShare share, CancellationToken cancellationToken)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IRequestBodyPipeFeature>(new PipedBody(_pipe.Reader));
        return DeliveryBody.ReadAsync(context.Request, share, _options, cancellationToken).AsTask();
    }

    private sealed class PipedBody(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }
}
