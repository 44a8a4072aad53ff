using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Sessions;

/// <summary>
/// Obtains the online tokens of one shop's users. It holds only what runs and what failed just now; the tokens stand
/// with their sessions.
/// </summary>
internal sealed class OnlineSessionGrain(OnlineExchange exchange, TimeProvider clock) : Grain, IOnlineSessions
{
    private const int RememberedMaximum = 1_000;
    private static readonly TimeSpan FailureKept = TimeSpan.FromSeconds(10);

    private readonly Dictionary<(string User, string? Session), Task<OnlineSessionOutcome>> _running = [];
    private readonly Dictionary<(string User, string? Session), (OnlineSessionOutcome Outcome, long At)> _failed = [];

    /// <inheritdoc/>
    public async Task<OnlineSessionOutcome> OpenAsync(OpenOnlineSession command, CancellationToken cancellationToken)
    {
        var key = (command.UserId, command.SessionId);
        if (FailureOf(key) is { } failure) return failure;
        if (!_running.TryGetValue(key, out var running))
        {
            running = RunAsync(key, command);
            if (!running.IsCompleted) _running[key] = running;
        }

        return await running.WaitAsync(cancellationToken);
    }

    private async Task<OnlineSessionOutcome> RunAsync((string User, string? Session) key, OpenOnlineSession command)
    {
        try
        {
            var shop = ShopDomain.Parse(this.GetPrimaryKeyString());
            var outcome = await exchange.OpenAsync(shop, command, CancellationToken.None);
            if (outcome != OnlineSessionOutcome.Open) Remember(key, outcome);
            return outcome;
        }
        finally
        {
            _running.Remove(key);
        }
    }

    private OnlineSessionOutcome? FailureOf((string User, string? Session) key)
    {
        if (!_failed.TryGetValue(key, out var failed)) return null;
        if (clock.GetElapsedTime(failed.At) < FailureKept) return failed.Outcome;
        _failed.Remove(key);
        return null;
    }

    private void Remember((string User, string? Session) key, OnlineSessionOutcome outcome)
    {
        if (_failed.Count >= RememberedMaximum) _failed.Clear();
        _failed[key] = (outcome, clock.GetTimestamp());
    }
}
