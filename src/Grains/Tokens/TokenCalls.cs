using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Grains.Tokens;

/// <summary>
/// Calls the token endpoint for an installation, and writes each call into its log as those to the Admin API are:
/// operation, status and duration, never a token or a body, and nothing after the fence.
/// </summary>
internal sealed class TokenCalls(IOAuthClient oauth, ApiCallLog log, TimeProvider clock)
{
    /// <summary>Buys the next pair.</summary>
    public Task<TokenOutcome> RefreshAsync(HeldGrant held, AccessToken refreshToken) => LoggedAsync(
        held.Installation, "tokenRefresh", () => oauth.RefreshAsync(held.Shop, refreshToken, CancellationToken.None));

    /// <summary>Replaces a token without expiry.</summary>
    public Task<TokenOutcome> MigrateAsync(HeldGrant held) => LoggedAsync(
        held.Installation, "tokenMigration",
        () => oauth.MigrateAsync(held.Shop, held.Grant.AccessToken, CancellationToken.None));

    /// <summary>Exchanges a session token for a user's online token.</summary>
    public Task<TokenOutcome> ExchangeForOnlineAsync(
        Installation current, AccessToken sessionToken, CancellationToken cancellationToken) => LoggedAsync(
        current.Id, "tokenExchange",
        () => oauth.ExchangeForOnlineAsync(current.Shop, sessionToken.Reveal(), cancellationToken));

    /// <summary>Makes a call whose installation is not known yet.</summary>
    public async Task<(TokenOutcome Outcome, AdminCallRecord Record)> MeasureAsync(
        string operation, Func<Task<TokenOutcome>> call)
    {
        var (startedAt, began) = (clock.GetUtcNow(), clock.GetTimestamp());
        var outcome = await call();
        var (code, status, retryAfter) = Read(outcome);
        return (outcome, new AdminCallRecord
        {
            Operation = operation,
            StartedAt = startedAt,
            Duration = clock.GetElapsedTime(began),
            Status = status,
            Outcome = code,
            Attempts = 1,
            RetryAfter = retryAfter,
        });
    }

    /// <summary>Writes a call down once its installation is known.</summary>
    public Task WriteAsync(InstallationId installation, AdminCallRecord record) =>
        log.WriteAsync(installation, record, stopsAtEnd: false);

    private async Task<TokenOutcome> LoggedAsync(
        InstallationId installation, string operation, Func<Task<TokenOutcome>> call)
    {
        var (outcome, record) = await MeasureAsync(operation, call);
        await WriteAsync(installation, record);
        return outcome;
    }

    // An error is one of the protocol's words, in lower case and underscores.
    private static (string Code, int? Status, TimeSpan? RetryAfter) Read(TokenOutcome outcome) => outcome switch
    {
        TokenOutcome.Refused refused => ("refused-" + refused.Error.Replace('_', '-'), refused.Status, null),
        TokenOutcome.Unavailable { Failure: var failure } => (failure.Code, failure.Status, failure.RetryAfter),
        _ => (AdminOutcome.OkCode, 200, null),
    };
}
