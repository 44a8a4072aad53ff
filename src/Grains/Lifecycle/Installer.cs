using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// Carries out an install. The intent is durable before the code or session token is exchanged, and no permit is valid
/// when it is: so a running teardown of an earlier stay can't end the access that this install is about to get.
/// </summary>
internal sealed partial class Installer(
    IPermitStore permits,
    IOAuthClient oauth,
    NewGrantReader grants,
    TokenCalls calls,
    IOptions<InstallOptions> options,
    TimeProvider clock,
    ILogger<Installer> logger)
{
    private const int MaximumAttempts = 5;
    private static readonly TimeSpan AttemptPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Installs with an authorization code.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="lifecycle">Its actor.</param>
    /// <param name="code">The authorization code.</param>
    /// <param name="cancellationToken">
    /// Cancels the install until its code is spent; then it goes on to its end, so that no grant is lost.
    /// </param>
    public Task<InstallReply> InstallAsync(
        ShopDomain shop, IShopLifecycle lifecycle, AccessToken code, CancellationToken cancellationToken) =>
        InstallAsync(
            shop, lifecycle, "accessToken",
            cancel => oauth.ExchangeCodeAsync(shop, code.Reveal(), cancel), cancellationToken);

    /// <summary>Installs with a session token; all its requests wait for it, so that none of them cancels it.</summary>
    public Task<InstallReply> InstallWithSessionTokenAsync(
        ShopDomain shop, IShopLifecycle lifecycle, AccessToken sessionToken) =>
        InstallAsync(
            shop, lifecycle, "tokenExchange",
            cancel => oauth.ExchangeForOfflineAsync(shop, sessionToken.Reveal(), cancel), CancellationToken.None);

    private async Task<InstallReply> InstallAsync(
        ShopDomain shop,
        IShopLifecycle lifecycle,
        string operation,
        Func<CancellationToken, Task<TokenOutcome>> exchange,
        CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + options.Value.Deadline;
        using var deadline = new CancellationTokenSource(options.Value.Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var (intent, validFor) = await permits.RecordIntentAsync(shop, either.Token);
            await WaitForPermitsAsync(shop, validFor, either.Token);

            // A closed tab must not lose what the code is worth: from here on only the deadline counts.
            var (outcome, call) = await calls.MeasureAsync(operation, () => exchange(deadline.Token));
            var reply = await TakeAsync(new Target(shop, lifecycle, intent, until), outcome, deadline.Token);
            if (reply.Installation is { } stay) await calls.WriteAsync(stay.Id, call);
            else if (!MayBeGranted(outcome)) await permits.RemoveIntentAsync(intent, deadline.Token);
            return reply;
        }
        catch (Exception fault) when (IsPassing(fault))
        {
            LogUnavailable(Detail(fault));
            return Unavailable(CodeOf(fault), null);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            LogUnavailable("deadline");
            return Unavailable("install-took-too-long", null);
        }
    }

    private async Task<InstallReply> TakeAsync(
        Target target, TokenOutcome outcome, CancellationToken cancellationToken) => outcome switch
        {
            TokenOutcome.Granted { Grant: { User: null } granted } =>
                await AcceptAsync(target, grants.ToGrant(granted), cancellationToken),
            TokenOutcome.Granted => Refused("online-grant"),
            TokenOutcome.Refused refused => Refused(InstallCodes.Of(refused.Error)),
            TokenOutcome.Unavailable { Failure: var failure } => Unavailable(failure.Code, failure.RetryAfter),
            _ => throw new InvalidOperationException("An outcome that nobody handles."),
        };

    // Then the intent of an install that came to nothing stays until it expires, and no teardown revokes that grant.
    // Any other goes, and only once no attempt follows: no teardown is kept waiting, and no attempt goes on without it.
    private static bool MayBeGranted(TokenOutcome outcome) =>
        outcome is TokenOutcome.Unavailable { Failure.MayHaveHappened: true };

    // No permit is given any more once the intent is there, so this takes a permit's lifetime at most.
    private async Task WaitForPermitsAsync(ShopDomain shop, TimeSpan validFor, CancellationToken cancellationToken)
    {
        while (validFor > TimeSpan.Zero)
        {
            var pause = validFor < options.Value.PermitPollInterval ? validFor : options.Value.PermitPollInterval;
            await Task.Delay(pause, clock, cancellationToken);
            validFor = await permits.GetPermitValidForAsync(shop, cancellationToken);
        }
    }

    // The code is spent, so a database that is away for a moment, an actor that is busy or moves to another silo, or
    // another install's turn, is worth another try. A try that went through unheard is a re-authorization by the next.
    private async Task<InstallReply> AcceptAsync(Target target, Grant grant, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt < MaximumAttempts; attempt++)
        {
            try
            {
                if (await TryAcceptAsync(target, grant, cancellationToken) is { } reply) return reply;
            }
            catch (Exception fault) when (IsPassing(fault))
            {
                LogUnavailable(Detail(fault));
                await Task.Delay(AttemptPause * attempt, clock, cancellationToken);
            }
        }

        return await TryAcceptAsync(target, grant, cancellationToken)
            ?? Unavailable("install-contended", null);
    }

    private async Task<InstallReply?> TryAcceptAsync(Target target, Grant grant, CancellationToken cancellationToken)
    {
        var (shop, lifecycle, intent, until) = target;
        // Asked for first, so that the probe stands in its log; and the grant, so that none takes its place unseen: a
        // token that is alive when Shopify is asked may be replaced in the next moment.
        var current = await lifecycle.GetCurrentAsync(cancellationToken);
        var held = await grants.ReadHeldAsync(current, cancellationToken);
        var probe = await grants.ProbeUntilAsync(shop, grant.AccessToken, current, until, cancellationToken);
        if (!probe.IsOk) return WithoutProbe(probe.Failure);
        if (probe.Value.Shop != shop || (current is not null && current.ShopId != probe.Value.ShopId))
        {
            LogOtherShop();
            return Refused("grant-of-another-shop");
        }

        var compared = await grants.CompareAsync(grant, probe.Value, current, held, cancellationToken);
        var reply = await lifecycle.AcceptGrantAsync(compared with { Intent = intent }, cancellationToken);
        return reply.Outcome switch
        {
            AcceptGrantOutcome.Installed => Of(InstallOutcome.Installed, reply),
            AcceptGrantOutcome.Reauthorized => Of(InstallOutcome.Reauthorized, reply),
            AcceptGrantOutcome.Spent => StartAgain("grant-spent"),
            AcceptGrantOutcome.Expired => StartAgain("install-expired"),
            _ => null,
        };
    }

    // A grant that died between its birth and this question fell to a teardown, or the merchant changed his mind. About
    // any other nobody was told anything, and nobody stores it: the merchant begins anew.
    private static InstallReply WithoutProbe(AdminFailure failure) =>
        failure.Kind == AdminFailureKind.Unauthorized
            ? StartAgain(failure.Code)
            : Unavailable(failure.Code, failure.RetryAfter);

    private static bool IsPassing(Exception fault) =>
        fault is StorageUnavailableException or TimeoutException or OrleansException;

    // An exception's text can name the actor, which is the shop.
    private static string Detail(Exception fault) =>
        fault is StorageUnavailableException unavailable ? unavailable.Code : fault.GetType().Name;

    private static string CodeOf(Exception fault) =>
        fault is StorageUnavailableException ? "storage-unavailable" : "shop-unavailable";

    private static InstallReply Of(InstallOutcome outcome, AcceptGrantReply reply) =>
        new() { Outcome = outcome, Installation = reply.Installation };

    private static InstallReply StartAgain(string code) => new() { Outcome = InstallOutcome.StartAgain, Code = code };

    private static InstallReply Refused(string code) => new() { Outcome = InstallOutcome.Refused, Code = code };

    private static InstallReply Unavailable(string code, TimeSpan? retryAfter) =>
        new() { Outcome = InstallOutcome.Unavailable, Code = code, RetryAfter = retryAfter ?? RetryAfter };

    /// <summary>What the grant is for, under which intent, and until when it is tried.</summary>
    private sealed record Target(ShopDomain Shop, IShopLifecycle Lifecycle, Guid Intent, DateTimeOffset Until);
}
