using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Access;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Grains.Tokens;

/// <summary>
/// Replaces a token without expiry by an expiring pair. The intent is durable before Shopify is asked, because it
/// revokes the old token with its answer. An answer that is lost is asked for once more; where Shopify gives it no
/// second time, the shop needs a new grant, visibly. Whatever goes wrong stops the migration of all shops; a shop that
/// sleeps, or from which the app is gone, is no such thing, and is passed over.
/// </summary>
internal sealed partial class TokenMigrator(
    IGrantStore grants,
    ITokenMigrationStore migration,
    TokenCalls calls,
    IAdminClient admin,
    GrantFactory factory,
    RefreshConsequences consequences,
    TokenMetrics metrics,
    IOptions<TokensOptions> tokens,
    IOptions<MigrationOptions> options,
    TimeProvider clock,
    ILogger<TokenMigrator> logger)
{
    private const string AnswerLost = "answer-lost";
    private const string AnswerDropped = "answer-dropped";
    private const int StoreAttempts = 4;
    private static readonly TimeSpan StorePause = TimeSpan.FromMilliseconds(250);

    // It is done in the turn of who hands the token out: two more calls may follow, and all within 30 s.
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(8);

    // A shop that lets nobody in, or is about to end: there are others to go on with.
    private static readonly TimeSpan PassedOver = TimeSpan.FromHours(6);

    /// <summary>Migrates one installation's token, or finds out what became of it.</summary>
    /// <param name="installation">The installation.</param>
    /// <param name="holder">Who migrates: one activation.</param>
    /// <param name="cancellationToken">Cancels what comes before the intent.</param>
    public async Task MigrateAsync(InstallationId installation, Guid holder, CancellationToken cancellationToken)
    {
        var held = await grants.ReadAsync(installation, cancellationToken);
        if (held is not { EndedAt: null, Grant: { ExpiresAt: null, RefreshToken: null } }) return;
        if (held.Migration is not (MigrationMark.None or MigrationMark.Asked)) return;

        // A lease as a refresh has it: another activation would find a call under way, and take it for one that was cut
        // off.
        if (!await grants.TryBeginRefreshAsync(
            installation, held.Version, holder, tokens.Value.RefreshLease, CancellationToken.None)) return;
        if (held.Migration == MigrationMark.Asked)
            await FindOutAsync(held, holder, failure: null);
        else if (await migration.TryBeginAsync(
            installation, held.Version, options.Value.Canary, CancellationToken.None))
            await AskAsync(held, holder);
        else
            await grants.EndRefreshAsync(installation, holder, CancellationToken.None);
    }

    private async Task AskAsync(HeldGrant held, Guid holder)
    {
        var began = clock.GetTimestamp();
        switch (await calls.MigrateAsync(held))
        {
            case TokenOutcome.Granted granted:
                await CompleteAsync(held, holder, granted.Grant);
                break;
            case TokenOutcome.Refused { Error: TokenErrors.AppNotInstalled }:
                await consequences.NotInstalledAsync(held, CancellationToken.None);
                await ReleaseAsync(held, PassedOver);
                break;
            case TokenOutcome.Refused refused:
                await FailAsync(held, MigrationMark.Declined, refused.Error.Replace('_', '-'));
                break;
            case TokenOutcome.Unavailable { Failure.Kind: var kind } when AccessRules.StateOfShop(kind) is not null:
                await consequences.NoteShopAsync(held, kind, CancellationToken.None);
                await ReleaseAsync(held, PassedOver);
                break;
            case TokenOutcome.Unavailable { Failure: { MayHaveHappened: false } failure }:
                await FailAsync(held, MigrationMark.None, failure.Code);
                break;
            case TokenOutcome.Unavailable { Failure: { } failure } when clock.GetElapsedTime(began) > SlowAnswer:
                await WaitAsync(held, failure.Code);
                break;
            case TokenOutcome.Unavailable { Failure: { } failure }:
                await FindOutAsync(held, holder, failure.Code);
                break;
            default:
                throw new InvalidOperationException("An outcome that nobody handles.");
        }
    }

    // Whether Shopify has replaced the token is told by the token itself: 200, it has not; 401, it has. To a token that
    // Shopify takes no longer because it does not expire it says so: then it has not, either.
    private async Task FindOutAsync(HeldGrant held, Guid holder, string? failure)
    {
        // One cheap question, which does not wait for the shop's budget: others wait for this turn.
        var access = new AdminAccess(held.Shop, held.Grant.AccessToken)
        {
            SingleAttempt = true, Installation = held.Installation.Value, Reservation = 0,
        };
        var probe = await admin.ProbeAsync(access, CancellationToken.None);
        if (probe.IsOk || probe.Failure is
            {
                Kind: AdminFailureKind.Forbidden, ErrorCode: AdminErrorCodes.NonExpiringToken,
            })
            await (failure is null ? ReleaseAsync(held, after: null) : FailAsync(held, MigrationMark.None, failure));
        else if (probe.Failure.Kind == AdminFailureKind.Unauthorized)
            await AskOnceMoreAsync(held, holder);
        else
            await WaitAsync(held, failure, probe.Failure.Kind);
    }

    // The old token is dead, so that asking with it again can do no harm; that Shopify answers it is not known.
    private async Task AskOnceMoreAsync(HeldGrant held, Guid holder)
    {
        switch (await calls.MigrateAsync(held))
        {
            case TokenOutcome.Granted granted:
                await CompleteAsync(held, holder, granted.Grant);
                break;
            case TokenOutcome.Refused { Error: TokenErrors.AppNotInstalled }:
                await consequences.NotInstalledAsync(held, CancellationToken.None);
                await DeferAsync(held, PassedOver);
                break;
            default:
                await FailAsync(held, MigrationMark.Lost, AnswerLost);
                await consequences.NeedsGrantAsync(held, CancellationToken.None);
                break;
        }
    }

    private async Task WaitAsync(HeldGrant held, string? failure, AdminFailureKind? kind = null)
    {
        if (failure is not null) await FailAsync(held, MigrationMark.Asked, failure);
        if (kind is { } told) await consequences.NoteShopAsync(held, told, CancellationToken.None);
        var isAsleep = kind is { } shop && AccessRules.StateOfShop(shop) is not null;
        await DeferAsync(held, isAsleep ? PassedOver : tokens.Value.RetryMaximum);
    }

    private Task DeferAsync(HeldGrant held, TimeSpan after) => grants.DeferRefreshAsync(
        held.Installation, held.Version, clock.GetUtcNow() + after, CancellationToken.None);

    private Task ReleaseAsync(HeldGrant held, TimeSpan? after) => migration.ReleaseAsync(
        held.Installation, held.Version, clock.GetUtcNow() + after, CancellationToken.None);

    private async Task FailAsync(HeldGrant held, MigrationMark mark, string code)
    {
        await migration.FailAsync(held.Installation, held.Version, mark, code, CancellationToken.None);
        LogFailed(held.Installation, code, mark);
    }

    // A merchant who came by meanwhile may have been answered the same token again, which is dead now all the same.
    private static bool IsReplacedIn(HeldGrant now, HeldGrant held) =>
        now.Version != held.Version && now.Grant.AccessToken.Equals(held.Grant.AccessToken);

    private async Task CompleteAsync(HeldGrant held, Guid holder, TokenGrant granted)
    {
        var grant = factory.Make(granted) with { Origin = held.Grant.Origin };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var isStored = await migration.CompleteAsync(
                    held.Installation, held.Version, holder, grant, CancellationToken.None);
                var now = isStored ? null : await grants.ReadAsync(held.Installation, CancellationToken.None);

                // An earlier attempt may have gone through unheard.
                if (isStored || grant.AccessToken.Equals(now?.Grant.AccessToken))
                {
                    metrics.CountMigrated();
                    LogMigrated(held.Installation);
                    return;
                }

                if (attempt == StoreAttempts || now is null || !IsReplacedIn(now, held))
                {
                    await migration.StopAsync(AnswerDropped, CancellationToken.None);
                    LogDropped(held.Installation, AnswerDropped);
                    return;
                }

                held = now;
            }
            catch (StorageUnavailableException unavailable) when (attempt < StoreAttempts)
            {
                LogNotStored(held.Installation, unavailable.Code);
                await Task.Delay(StorePause * attempt, clock);
            }
        }
    }
}
