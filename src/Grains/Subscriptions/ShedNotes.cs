using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Polling;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Subscriptions;

/// <inheritdoc/>
/// <remarks>
/// A shop is marked at most once within the delay after which it is compared: the comparison comes after all that was
/// shed until then. What the database did not take is marked once it answers.
/// </remarks>
internal sealed partial class ShedNotes(
    ISubscriptionChecks checks, IOptions<SubscriptionOptions> options, TimeProvider clock, ILogger<ShedNotes> logger)
    : BackgroundService, IShedNotes
{
    // Beyond this many shops, older notes make room: a shop that is shed again is noted again.
    private const int Most = 100_000;

    private static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ShopDomain, DateTimeOffset> _marked = [];
    private readonly ConcurrentDictionary<ShopDomain, bool> _owed = [];

    /// <inheritdoc/>
    public async Task NoteAsync(ShopDomain shop, CancellationToken cancellationToken)
    {
        if (IsMarked(shop)) return;
        RememberMark(shop);

        // Owed until it is written: a caller who hangs up meanwhile takes no note away.
        Remember(shop);
        if (await TryMarkAsync(shop, cancellationToken)) _owed.TryRemove(shop, out _);
    }

    /// <inheritdoc/>
    public void Owe(ShopDomain shop)
    {
        if (!IsMarked(shop)) Remember(shop);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FlushEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await FlushAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop: what is owed still is compared by the timer.
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var shop in _owed.Keys)
        {
            if (!await TryMarkAsync(shop, cancellationToken)) return;
            RememberMark(shop);
            _owed.TryRemove(shop, out _);
        }
    }

    private bool IsMarked(ShopDomain shop) =>
        _marked.TryGetValue(shop, out var at) && clock.GetUtcNow() - at < options.Value.Reconcile.AfterShedding;

    private void RememberMark(ShopDomain shop)
    {
        if (_marked.Count >= Most) _marked.Clear();
        _marked[shop] = clock.GetUtcNow();
    }

    // Asked for at each delivery that is shed: a shop that is known already takes no lock.
    private void Remember(ShopDomain shop)
    {
        if (!_owed.ContainsKey(shop) && _owed.Count < Most) _owed[shop] = true;
    }

    private async Task<bool> TryMarkAsync(ShopDomain shop, CancellationToken cancellationToken)
    {
        try
        {
            var delay = options.Value.Reconcile.AfterShedding;
            await checks.MarkAsync(shop, CheckCause.Shedding, delay, cancellationToken);
            return true;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Thrown on, it would stop the host, or refuse the delivery that was shed.
            LogNotNoted(FaultCode.Of(fault));
            return false;
        }
    }
}
