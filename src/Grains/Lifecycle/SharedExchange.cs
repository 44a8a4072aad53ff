using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// One exchange for all requests of a shop that come while it runs. What was refused to a token is remembered for some
/// seconds, so that the page of a shop that has uninstalled the app asks Shopify once; a silence for a moment. One for
/// an activation: its calls interleave, but no two run at the same instant.
/// </summary>
internal sealed class SharedExchange(IOptions<InstallOptions> options, TimeProvider clock)
{
    private const int RememberedMaximum = 256;

    // Who asks right after a silence asks in vain: so much later the next one tries.
    private static readonly TimeSpan SilenceKept = TimeSpan.FromSeconds(2);

    private readonly Queue<(AccessToken Token, InstallReply Reply, long At)> _refused = new();
    private (InstallReply Reply, long At)? _silent;
    private Task<InstallReply>? _running;

    /// <summary>Joins the exchange that runs, or begins one.</summary>
    /// <param name="token">What is exchanged.</param>
    /// <param name="exchange">Begins one; it is not cancelled, because others may wait for it.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public async Task<InstallReply> JoinAsync(
        AccessToken token, Func<Task<InstallReply>> exchange, CancellationToken cancellationToken)
    {
        while (true)
        {
            if ((FindRefused(token) ?? FindSilence()) is { } answer) return answer;
            if (_running is not { } running) return await BeginAsync(token, exchange).WaitAsync(cancellationToken);
            var reply = await running.WaitAsync(cancellationToken);
            if (!IsOfTheToken(reply)) return reply;
        }
    }

    private Task<InstallReply> BeginAsync(AccessToken token, Func<Task<InstallReply>> exchange)
    {
        var run = RunAsync(token, exchange);
        if (!run.IsCompleted) _running = run;
        return run;
    }

    private async Task<InstallReply> RunAsync(AccessToken token, Func<Task<InstallReply>> exchange)
    {
        try
        {
            var reply = await exchange();
            if (reply.Outcome == InstallOutcome.Refused) Remember(token, reply);
            if (reply.Outcome == InstallOutcome.Unavailable) _silent = (reply, clock.GetTimestamp());
            return reply;
        }
        finally
        {
            _running = null;
        }
    }

    // That a token was too old says nothing of another one; that the app is not installed does, for all who waited.
    private static bool IsOfTheToken(InstallReply reply) =>
        reply is { Outcome: InstallOutcome.Refused, Code: InstallCodes.InvalidSubjectToken };

    private InstallReply? FindRefused(AccessToken token)
    {
        while (_refused.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.At) >= options.Value.RefusalKept)
            _refused.Dequeue();
        foreach (var (known, reply, _) in _refused)
        {
            if (known.Equals(token)) return reply;
        }

        return null;
    }

    private InstallReply? FindSilence()
    {
        if (_silent is { } silent && clock.GetElapsedTime(silent.At) < SilenceKept) return silent.Reply;
        _silent = null;
        return null;
    }

    private void Remember(AccessToken token, InstallReply reply)
    {
        if (_refused.Count == RememberedMaximum) _refused.Dequeue();
        _refused.Enqueue((token, reply, clock.GetTimestamp()));
    }
}
