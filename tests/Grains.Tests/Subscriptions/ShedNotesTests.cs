using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Subscriptions;
using Shopkeeper.Shopify;
using Shopkeeper.Testing;

namespace Shopkeeper.Grains.Tests.Subscriptions;

public sealed class ShedNotesTests
{
    private readonly FakeSubscriptionChecks _checks = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly ShopDomain _shop = ShopDomain.Parse("blue-widgets.myshopify.com");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shop_that_is_shed_again_and_again_is_marked_once_in_each_delay()
    {
        using var notes = Notes();
        for (var times = 0; times < 100; times++) await notes.NoteAsync(_shop, Cancel);
        Assert.Equal((_shop, TimeSpan.FromMinutes(1)), Assert.Single(_checks.Marked));

        // What is shed from now on is after the comparison that was asked for.
        _clock.Advance(TimeSpan.FromMinutes(1));
        await notes.NoteAsync(_shop, Cancel);
        Assert.Equal(2, _checks.Marked.Count);
    }

    public static TheoryData<Exception> Faults =>
        [new StorageUnavailableException("unreachable"), new InvalidOperationException("nobody expected it")];

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task Note_that_the_database_did_not_take_is_written_once_it_answers(Exception fault)
    {
        using var notes = Notes();
        await notes.StartAsync(Cancel);
        _checks.Fault = fault;
        await notes.NoteAsync(_shop, Cancel);
        notes.Owe(ShopDomain.Parse("red-widgets.myshopify.com"));
        Assert.Empty(_checks.Marked);

        _checks.Fault = null;
        await Eventually.UntilAsync(
            "both shops are marked",
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(5));
                lock (_checks.Marked) return _checks.Marked.Count == 2;
            },
            cancellationToken: Cancel);
        await notes.StopAsync(Cancel);
    }

    [Fact]
    public async Task Shop_that_is_owed_again_and_again_is_marked_once_in_each_delay()
    {
        using var notes = Notes();
        await notes.StartAsync(Cancel);
        notes.Owe(_shop);
        await UntilMarkedAsync(1);

        // Shed all the time, as under load: the mark that stands covers it.
        for (var times = 0; times < 10; times++)
        {
            notes.Owe(_shop);
            _clock.Advance(TimeSpan.FromSeconds(5));
        }
        notes.Owe(ShopDomain.Parse("red-widgets.myshopify.com"));
        await UntilMarkedAsync(2);
        Assert.Single(_checks.Marked, mark => mark.Shop == _shop);
        await notes.StopAsync(Cancel);
    }

    [Fact]
    public async Task Note_whose_caller_hangs_up_meanwhile_is_written_all_the_same()
    {
        using var notes = Notes();
        await notes.StartAsync(Cancel);
        using var caller = new CancellationTokenSource();
        await caller.CancelAsync();
        _checks.Fault = new OperationCanceledException(caller.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => notes.NoteAsync(_shop, caller.Token));

        _checks.Fault = null;
        await UntilMarkedAsync(1);
        await notes.StopAsync(Cancel);
    }

    private Task UntilMarkedAsync(int count) => Eventually.UntilAsync(
        $"{count} shops are marked",
        () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            lock (_checks.Marked) return _checks.Marked.Count == count;
        },
        cancellationToken: Cancel);

    private ShedNotes Notes() =>
        new(_checks, Options.Create(new SubscriptionOptions()), _clock, NullLogger<ShedNotes>.Instance);
}
