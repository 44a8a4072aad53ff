using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Participants;

/// <summary>
/// The calls of this process to one participant: a bounded number at a time. While it answers nobody, one call at a
/// time and with growing pauses tries whether it is back, for all teardowns that wait for it.
/// </summary>
internal sealed class ParticipantGate(TimeProvider time, TeardownOptions options) : IDisposable
{
    /// <summary>Calls in a row that brought no answer before the participant is left alone.</summary>
    public const int OutagesBeforeRest = 5;

    /// <summary>The longest rest.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    // A teardown that waits for a place holds a place of the poller's, so it does not wait for long.
    private static readonly TimeSpan PlaceWait = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _places = new(options.ParticipantCallsAtOnce);
    private readonly Lock _lock = new();
    private int _outages;
    private DateTimeOffset _restsUntil;

    /// <summary>Asks to make a call. With a null code the caller has to call <see cref="Leave"/> afterwards.</summary>
    /// <param name="hasFailed">
    /// True when the participant failed the caller before: only then the rest is for it. So one shop that it can't
    /// serve keeps no other shop from it, and each teardown calls a participant that is down once.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait for a place.</param>
    /// <returns>Why not now, as a code, and how long to wait; or nothing.</returns>
    public async Task<(string? Code, TimeSpan Wait)> EnterAsync(
        bool hasFailed, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (hasFailed && _outages >= OutagesBeforeRest)
            {
                if (now < _restsUntil) return (ParticipantCodes.Resting, _restsUntil - now);
                // This call is the one that tries; the others wait for what it finds.
                _restsUntil = now + Rest();
            }
        }

        return await _places.WaitAsync(PlaceWait, cancellationToken)
            ? (null, TimeSpan.Zero)
            : (ParticipantCodes.Crowded, PlaceWait);
    }

    /// <summary>Ends a call.</summary>
    /// <param name="isOutage">True when nothing answered; null when the call says nothing about that.</param>
    public void Leave(bool? isOutage)
    {
        _places.Release();
        if (isOutage is null) return;
        lock (_lock)
        {
            _outages = isOutage.Value ? _outages + 1 : 0;
            if (_outages >= OutagesBeforeRest) _restsUntil = time.GetUtcNow() + Rest();
        }
    }

    public void Dispose() => _places.Dispose();

    private TimeSpan Rest()
    {
        var backoff = SagaRules.Backoff(Math.Max(1, _outages - OutagesBeforeRest + 1), options);
        return backoff < LongestRest ? backoff : LongestRest;
    }
}
