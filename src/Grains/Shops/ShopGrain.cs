using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Configuration;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Preferences;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Sessions;
using Shopkeeper.Grains.Subscriptions;
using Shopkeeper.Grains.Webhooks;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Shops;

/// <summary>
/// One shop. It conducts: each slice decides and writes, this grain keeps the order and holds the truth, which is the
/// row of the current installation. No turn of it calls Shopify or awaits another grain.
/// </summary>
internal sealed partial class ShopGrain(
    [PersistentState("shop", "shops")] IPersistentState<ShopState> state,
    IInstallationStore installations,
    GrantAcceptance grants,
    ShopEnding ending,
    ShopReset reset,
    SessionBook sessions,
    IPreferenceStore preferences,
    SubscriptionBook subscriptions,
    DeliveryDrain deliveries,
    ShopActivations activations,
    IOptions<ShopsOptions> options,
    ILogger<ShopGrain> logger)
    : Grain, IShopLifecycle, IShopSessions, IShopConfiguration, IShopPreferences, IShopWebhooks, IRemindable
{
    private readonly StoredState _stored = new(state);
    private ShopTruth _truth = null!;
    private Task? _ending;
    private InstallationId? _droppedOnActivation;
    private bool _reminderSeen;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var holding = new ShopHolding(activations, ((IGrainBase)this).GrainContext);
        var shop = ShopDomain.Parse(this.GetPrimaryKeyString());
        _truth = new ShopTruth(shop, installations, holding, DeactivateOnIdle, logger);
        if (_stored.Owner is { } held) holding.Add(held);
        await _truth.ReadAsync(cancellationToken);
        if (_stored.Owner is not { } owner || owner == Stay?.Id) return;
        _droppedOnActivation = owner;
        await DropStateAsync(owner, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Installation?> GetCurrentAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Stay?.Installation);

    /// <inheritdoc/>
    public async Task<AcceptGrantReply> AcceptGrantAsync(NewGrant command, CancellationToken cancellationToken)
    {
        try
        {
            var decision = await grants.DecideAsync(Stay?.Installation, command, cancellationToken);
            if (decision is GrantDecision.EndThenInstall end && !await TryEndUnseenAsync(end, cancellationToken))
                decision = grants.HoldBack(Stay!.Installation);
            return decision switch
            {
                GrantDecision.CompareAgain => Answer(AcceptGrantOutcome.CompareAgain),
                GrantDecision.Reauthorize => await ReauthorizeAsync(command, cancellationToken),
                _ => await StartAsync(command, cancellationToken),
            };
        }
        catch (Exception moved) when (moved is InstallationEndedException or GrantMovedException)
        {
            await _truth.DistrustAsync(cancellationToken);
            return Answer(AcceptGrantOutcome.CompareAgain);
        }
        catch (Exception over) when (over is GrantSpentException or InstallExpiredException)
        {
            // What was armed for a stay that does not begin would name the shop until its first tick.
            if (Stay is null) await LeaveAsync();
            return Answer(over is GrantSpentException ? AcceptGrantOutcome.Spent : AcceptGrantOutcome.Expired);
        }
        catch
        {
            // Whether it was written is not known: the next activation reads it.
            DeactivateOnIdle();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<EndReply> EndAsync(EndCommand command, CancellationToken cancellationToken) =>
        WhileEndingAsync(async () =>
        {
            var reply = await ending.EndAsync(_truth.Shop, Stay?.Installation, command, cancellationToken);
            await EndedAsync(reply, cancellationToken);
            if (Stay is null) await LeaveAsync();
            return reply;
        });

    /// <inheritdoc/>
    public Task<EndReply> ResetAsync(ResetCommand command, CancellationToken cancellationToken) =>
        WhileEndingAsync(() => ResetNowAsync(command, cancellationToken));

    /// <inheritdoc/>
    public async Task ReadAgainAsync(CancellationToken cancellationToken)
    {
        await _truth.ReadAsync(cancellationToken);
        if (Stay is null) DeactivateOnIdle();
    }

    /// <inheritdoc/>
    public async Task<int> ForgetAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        await _truth.ReadAsync(cancellationToken);
        var dropped = _droppedOnActivation == installation ? 1 : 0;
        _droppedOnActivation = null;
        if (_stored.Owner == installation && Stay?.Id != installation)
        {
            await DropStateAsync(installation, cancellationToken);
            dropped++;
        }

        if (Stay is null && await LeaveAsync()) dropped++;
        return dropped;
    }

    /// <inheritdoc/>
    public ValueTask<SessionReply?> CheckAsync(SessionClaim claim, CancellationToken cancellationToken) =>
        _ending is null && (Stay is null || sessions.HasSeen(Stay.Installation, claim))
            ? new ValueTask<SessionReply?>(Stay?.Session)
            : new ValueTask<SessionReply?>(CheckFirstSightAsync(claim, cancellationToken));

    /// <inheritdoc/>
    public Task ForgetSessionAsync(SessionClaim claim, CancellationToken cancellationToken)
    {
        sessions.Forget(claim);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<string?> GetAsync(string userId, CancellationToken cancellationToken) =>
        _truth.WhileInstalledAsync(
            async stay => await preferences.FindAsync(stay.Id, userId, cancellationToken) ?? "{}", cancellationToken);

    /// <inheritdoc/>
    public Task<bool> PutAsync(string userId, string json, CancellationToken cancellationToken) =>
        _truth.WhileInstalledAsync(
            stay => preferences.SaveAsync(stay.Id, userId, json, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string userId, CancellationToken cancellationToken) =>
        _truth.WhileInstalledAsync(
            stay => preferences.DeleteAsync(stay.Id, userId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> DrainAsync(CancellationToken cancellationToken)
    {
        try
        {
            var more = await deliveries.RunAsync(_truth.Shop, Stay?.Installation, cancellationToken);
            await SeeReminderAsync();
            return more;
        }
        catch (InstallationEndedException)
        {
            await _truth.DistrustAsync(cancellationToken);
            return true;
        }
        finally
        {
            // A shop that nobody has installed keeps no actor for the deliveries that it gets all the same.
            if (Stay is null) DeactivateOnIdle();
        }
    }

    /// <inheritdoc/>
    public Task<SubscriptionOverview?> DescribeSubscriptionsAsync(CancellationToken cancellationToken) =>
        _truth.WhileInstalledAsync(
            stay => subscriptions.DescribeAsync(stay.Id, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (Stay is null) await LeaveAsync();
        await DrainAsync(CancellationToken.None);
    }

    private Stay? Stay => _truth.Stay;

    private AcceptGrantReply Answer(AcceptGrantOutcome outcome) =>
        new() { Outcome = outcome, Installation = Stay?.Installation };

    private async Task<AcceptGrantReply> ReauthorizeAsync(NewGrant command, CancellationToken cancellationToken)
    {
        _truth.Stay = new Stay(await grants.ReauthorizeAsync(Stay!.Installation, command, cancellationToken));
        LogReauthorized(_truth.Stay.Id);
        await SeeReminderAsync();
        return Answer(AcceptGrantOutcome.Reauthorized);
    }

    private async Task<AcceptGrantReply> StartAsync(NewGrant command, CancellationToken cancellationToken)
    {
        // Armed before the stay begins: should this process die in between, the tick finds nothing and disarms itself.
        await ShopReminder.ArmAsync(this, options.Value);
        var (started, installation) = await grants.StartAsync(_truth.Shop, command, cancellationToken);
        _truth.Stay = new Stay(installation);
        if (!started) return Answer(AcceptGrantOutcome.CompareAgain);
        LogStarted(installation.Id, installation.Generation);
        _reminderSeen = false;
        await ShopReminder.EnsureAsync(this, options.Value);
        await sessions.TryRecordOwnAsync(installation, cancellationToken);
        return Answer(AcceptGrantOutcome.Installed);
    }

    // The purge of an earlier stay can take the reminder that was armed for this one right before its row was written,
    // and not after. So it is looked for once the stay has begun; and, should this process die before that, once per
    // activation with the next grant or behind the next deliveries.
    private async Task SeeReminderAsync()
    {
        if (_reminderSeen || Stay is null) return;
        await ShopReminder.EnsureAsync(this, options.Value);
        _reminderSeen = true;
    }

    private async Task<bool> TryEndUnseenAsync(GrantDecision.EndThenInstall end, CancellationToken cancellationToken)
    {
        var reply = await ending.EndUnseenAsync(Stay!.Installation, end, cancellationToken);
        await EndedAsync(reply, cancellationToken);
        return reply.Outcome != FenceOutcome.HeldBack;
    }

    // Sessions that are checked meanwhile wait for the answer: they must not hear of a stay that is over.
    private async Task<EndReply> WhileEndingAsync(Func<Task<EndReply>> end)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ending = settled.Task;
        try
        {
            return await end();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            _ending = null;
            settled.SetResult();
        }
    }

    private async Task EndedAsync(EndReply reply, CancellationToken cancellationToken)
    {
        if (reply.Outcome == FenceOutcome.Unknown || reply.Installation is not { } ended) return;
        if (reply.Outcome == FenceOutcome.Ended) LogEnded(ended, reply.TeardownId);
        if (Stay?.Id == ended) _truth.Stay = null;
        if (_stored.Owner == ended) await DropStateAsync(ended, cancellationToken);
    }

    private async Task<bool> LeaveAsync()
    {
        DeactivateOnIdle();
        return await ShopReminder.DisarmAsync(this);
    }

    // Where a reset has just ended the stay that was held, the one that follows it is held by now, and answers.
    private async Task<SessionReply?> CheckFirstSightAsync(SessionClaim claim, CancellationToken cancellationToken)
    {
        if (_ending is { } ending) await ending.WaitAsync(cancellationToken);
        return await SeeAsync(claim, cancellationToken)
            ?? (Stay is null ? null : await SeeAsync(claim, cancellationToken));
    }

    private Task<SessionReply?> SeeAsync(SessionClaim claim, CancellationToken cancellationToken) =>
        _truth.WhileInstalledAsync(
            async stay =>
            {
                await sessions.EnsureSeenAsync(stay.Installation, claim, cancellationToken);
                return stay.Session with
                {
                    FirstSight = true, WantsOnline = claim.UserId is not null && sessions.WantsOnline,
                };
            },
            cancellationToken);

    private async Task DropStateAsync(InstallationId owner, CancellationToken cancellationToken)
    {
        await _stored.ClearAsync(cancellationToken);
        LogDropped(owner);
    }
}
