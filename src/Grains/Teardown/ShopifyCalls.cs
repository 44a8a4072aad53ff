using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// Calls Shopify in the name of an ended installation. Each call takes a permit first, so that no teardown ends the
/// access of a newer stay: the shop's budget is waited for and the token fetched before it, because that may take time,
/// and the request is sent once. The token comes after the budget, because it could expire while that is waited for.
/// </summary>
internal sealed class ShopifyCalls(
    ITeardownActors actors,
    IPermitStore permits,
    IAdminGate gate,
    IOptions<ShopifyOptions> shopify,
    IOptions<TeardownOptions> teardown,
    TimeProvider clock)
{
    // Learnt costs are kept by name; these two are guesses before it is known what will be called.
    private const string Own = "teardown";
    private const string Lent = "participant";

    /// <summary>One call under one permit.</summary>
    /// <exception cref="StorageUnavailableException">
    /// The permit was granted so late that it could run out before the call does; nothing was called.
    /// </exception>
    /// <param name="context">The step's.</param>
    /// <param name="call">The call.</param>
    /// <param name="points">What it is held to cost.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<ShopifyReply> CallAsync<T>(
        StepContext context,
        Func<AdminAccess, CancellationToken, Task<AdminOutcome<T>>> call,
        double points,
        CancellationToken cancellationToken)
        where T : class
    {
        var reservation = await gate.ReserveAsync(
            context.Shop, CallPriority.Teardown, Own, points, cancellationToken);
        var held = await actors.GetTokenAsync(context.AccessHolder, cancellationToken);
        if (held.Token is not { } token) return ShopifyReply.Without(held);
        var permit = await TakePermitAsync(context, shopify.Value.CallBudget, cancellationToken);
        if (permit is null)
        {
            return await IsHeldByIntentAsync(context, cancellationToken)
                ? new ShopifyReply.InstallPending()
                : new ShopifyReply.Superseded();
        }

        var access = new AdminAccess(context.Shop, token)
        {
            SingleAttempt = true, Priority = CallPriority.Teardown, Reservation = reservation,
        };
        var outcome = await call(access, cancellationToken);
        // While it is unknown whether Shopify carried the call out, the permit has to keep installs waiting until it
        // expires.
        if (outcome.IsOk || !outcome.Failure.MayHaveHappened)
            await permits.ReleasePermitAsync(permit.Value, cancellationToken);
        return ShopifyReply.Of(outcome, held, clock.GetUtcNow());
    }

    /// <summary>One call of app code that calls Shopify itself, under one permit.</summary>
    /// <returns>The value; or the code of why nothing was called.</returns>
    /// <exception cref="StorageUnavailableException">
    /// The permit was granted so late that it could run out before the call does; nothing was called.
    /// </exception>
    public async Task<(T? Value, string? EndCode)> LendAsync<T>(
        StepContext context, Func<AccessToken, Task<T>> call, CancellationToken cancellationToken)
    {
        await gate.ReserveAsync(context.Shop, CallPriority.Teardown, Lent, AdminCosts.Mutation, cancellationToken);
        var reply = await actors.GetTokenAsync(context.AccessHolder, cancellationToken);
        if (reply.Token is not { } token)
            return (default, ShopifyReply.Without(reply).EndCode ?? OutcomeCodes.TokenExpired);
        var permit = await TakePermitAsync(context, teardown.Value.ParticipantBudget, cancellationToken);
        if (permit is null)
        {
            var held = await IsHeldByIntentAsync(context, cancellationToken);
            return (default, held ? OutcomeCodes.InstallPending : OutcomeCodes.Superseded);
        }

        // After an exception nobody knows what was sent: the permit expires by itself.
        var value = await call(token);
        await permits.ReleasePermitAsync(permit.Value, cancellationToken);
        return (value, null);
    }

    // A permit counts from its row, and its answer may be long on the way; or this process stood still. One that could
    // run out before the call does protects no install: a call that is made then may meet the access of a newer stay.
    private async Task<Guid?> TakePermitAsync(
        StepContext context, TimeSpan budget, CancellationToken cancellationToken)
    {
        var asked = clock.GetTimestamp();
        var permit = await permits.TryTakePermitAsync(
            context.Shop, context.Installation, context.Record.Successor, cancellationToken);
        if (permit is not { } late || clock.GetElapsedTime(asked) <= IPermitStore.PermitLifetime - budget)
            return permit;
        await permits.ReleasePermitAsync(late, cancellationToken);
        throw new StorageUnavailableException("permit-late");
    }

    // Where Shopify has ended the access itself there is nothing to wait for.
    private async Task<bool> IsHeldByIntentAsync(StepContext context, CancellationToken cancellationToken) =>
        !AccessEvidence.HasEnded(context.Record)
        && await permits.IsHeldByIntentAsync(
            context.Shop, context.Installation, context.Record.Successor, cancellationToken);
}
