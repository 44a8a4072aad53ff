using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;

namespace Shopkeeper.Grains.Polling;

/// <summary>
/// Looks for due keys of one kind and pokes their grains, a bounded number at a time and no key twice at once. The work
/// itself is durable: a poke that is lost, late or repeated costs time and nothing else.
/// </summary>
internal sealed partial class WorkPoller<TKey>(
    IDueWork<TKey> work,
    IWorkSignals signals,
    IOptions<PollingOptions> options,
    IHostApplicationLifetime host,
    TimeProvider clock,
    ILogger<WorkPoller<TKey>> logger)
    : BackgroundService
    where TKey : notnull
{
    private readonly SemaphoreSlim _slots = new(options.Value.Concurrency);
    private readonly InFlight<TKey> _inFlight = new();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _slots.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, host.ApplicationStopping);
        try
        {
            await StartedAsync(stopping.Token);
            while (true)
            {
                if (await LookAsync(stopping.Token) < options.Value.BatchSize)
                    await signals.WaitAsync(work.Kind, options.Value.Period, stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop: pokes under way end with the same token.
            await _inFlight.AllEndedAsync();
        }
    }

    // Grains answer once all of the host has started.
    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }

    // Returns how many keys were begun: a full batch means that there are more to be had at once.
    private async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        var begun = 0;
        foreach (var key in await FindAsync(cancellationToken))
        {
            if (!_inFlight.TryBegin(key)) continue;
            try
            {
                await _slots.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                _inFlight.End(key);
                throw;
            }

            _inFlight.Track(key, PokeAsync(key, cancellationToken));
            begun++;
        }

        return begun;
    }

    private async Task<IReadOnlyList<TKey>> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await work.FindDueAsync(options.Value.BatchSize, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogLookFailed(work.Kind, FaultCode.Of(fault));
            return [];
        }
    }

    private async Task PokeAsync(TKey key, CancellationToken cancellationToken)
    {
        var holdsSlot = true;
        try
        {
            using var limit = new CancellationTokenSource(options.Value.PokeTimeout, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            if (await work.PokeAsync(key, either.Token).WaitAsync(either.Token)) signals.Notify(work.Kind);
        }
        catch (Exception fault)
        {
            if (cancellationToken.IsCancellationRequested) return;
            LogPokeFailed(work.Kind, FaultCode.Of(fault));
            _slots.Release();
            holdsSlot = false;
            await Task.WhenAny(Task.Delay(options.Value.FailurePause, clock, cancellationToken));
        }
        finally
        {
            if (holdsSlot) _slots.Release();
            if (_inFlight.End(key)) signals.Notify(work.Kind);
        }
    }
}
