using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Preferences;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Storage.Tests.ShopData;

/// <summary>
/// Every method of every port that the storage implements, and what it has to do with the guard. A method that is
/// missing here fails a test: whoever adds one says whether it writes, and if it does, the guard is tried on it.
/// </summary>
internal static class PortTable
{
    /// <summary>
    /// Writes for an installation that are refused once it has ended, each with a call that would write.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, Func<IServiceProvider, GuardedCall, Task>> Guarded =
        new Dictionary<string, Func<IServiceProvider, GuardedCall, Task>>
        {
            ["ISessionStore.SaveAsync"] = (s, c) => s.GetRequiredService<ISessionStore>()
                .SaveAsync(c.Id, Planting.Session("late"), c.Cancel),
            ["ISessionStore.SaveOnlineAsync"] = (s, c) => s.GetRequiredService<ISessionStore>()
                .SaveOnlineAsync(c.Id, "late", Planting.OnlineToken(), c.Cancel),
            ["IPreferenceStore.SaveAsync"] = (s, c) => s.GetRequiredService<IPreferenceStore>()
                .SaveAsync(c.Id, "late-user", "{}", c.Cancel),
            ["IPreferenceStore.DeleteAsync"] = (s, c) => s.GetRequiredService<IPreferenceStore>()
                .DeleteAsync(c.Id, Planting.UserId, c.Cancel),
            ["IApiLogStore.AppendAsync"] = (s, c) => s.GetRequiredService<IApiLogStore>()
                .AppendAsync(c.Id, Planting.LogEntry(), c.Cancel),
            ["ISharedCache.SaveAsync"] = (s, c) => s.GetRequiredService<ISharedCache>()
                .SaveAsync(c.Id, "late", "late"u8.ToArray(), TimeSpan.FromHours(1), c.Cancel),
            ["ICatalogueStore.SaveAsync"] = (s, c) => s.GetRequiredService<ICatalogueStore>()
                .SaveAsync(c.Id, [Planting.Product("gid://shopify/Product/2")], c.Cancel),
            ["ICatalogueStore.RemoveUnseenAsync"] = (s, c) => s.GetRequiredService<ICatalogueStore>()
                .RemoveUnseenAsync(c.Id, DateTimeOffset.MaxValue, c.Cancel),
            ["ICatalogueStore.RemoveAsync"] = (s, c) => s.GetRequiredService<ICatalogueStore>()
                .RemoveAsync(c.Id, Planting.Product().Id, c.Cancel),
            ["ISeenResources.NoteAsync"] = (s, c) => s.GetRequiredService<ISeenResources>()
                .NoteAsync(c.Id, "late", new byte[32], Planting.Seen, c.Cancel),
            ["IAppSubscriptionStore.SaveNewerAsync"] = (s, c) => s.GetRequiredService<IAppSubscriptionStore>()
                .SaveNewerAsync(c.Id, Planting.AppSubscription("gid://shopify/AppSubscription/2"), c.Cancel),
            ["IWebhookSubscriptionStore.SaveAsync"] = (s, c) => s.GetRequiredService<IWebhookSubscriptionStore>()
                .SaveAsync(c.Id, [Planting.Subscription("late/topic")], c.Cancel),
            ["ISubscriptionChecks.TakeAsync"] = (s, c) => s.GetRequiredService<ISubscriptionChecks>()
                .TakeAsync(c.Id, Planting.Job(), TimeSpan.FromHours(1), c.Cancel),
            ["ISubscriptionChecks.CompleteAsync"] = (s, c) => s.GetRequiredService<ISubscriptionChecks>()
                .CompleteAsync(c.Id, Planting.Check, "late", TimeSpan.FromHours(1), c.Cancel),
            ["ISubscriptionChecks.FailAsync"] = (s, c) => s.GetRequiredService<ISubscriptionChecks>()
                .FailAsync(c.Id, "late", c.Cancel),
            ["IJobStore.EnqueueAsync"] = (s, c) => s.GetRequiredService<IJobStore>()
                .EnqueueAsync(c.Id, Planting.Job(), c.Cancel),
            ["IJobStore.ClaimAsync"] = (s, c) => s.GetRequiredService<IJobStore>()
                .ClaimAsync(c.Id, new JobClaim("late", 1, TimeSpan.FromMinutes(1)), c.Cancel),
            ["IJobStore.RenewAsync"] = (s, c) => s.GetRequiredService<IJobStore>()
                .RenewAsync(c.Job, TimeSpan.FromMinutes(1), new JobProgress(7, 9), c.Cancel),
            ["IJobStore.RequestCancelAsync"] = (s, c) => s.GetRequiredService<IJobStore>()
                .RequestCancelAsync(c.Id, c.Job.Id, c.Cancel),
            ["IJobStore.PutOffAsync"] = (s, c) => s.GetRequiredService<IJobStore>()
                .PutOffAsync(c.Id, [Planting.Job().Kind], TimeSpan.FromHours(1), c.Cancel),
            ["IInstallationStore.SwapGrantAsync"] = (s, c) => s.GetRequiredService<IInstallationStore>()
                .SwapGrantAsync(c.Swap, c.Cancel),
            ["IInstallationStore.SetAccessAsync"] = (s, c) => s.GetRequiredService<IInstallationStore>()
                .SetAccessAsync(c.Id, AccessState.Refused, DateTimeOffset.UnixEpoch, c.Cancel),
            ["IInstallationStore.UpdateScopesAsync"] = (s, c) => s.GetRequiredService<IInstallationStore>()
                .UpdateScopesAsync(c.Id, "write_products", DateTimeOffset.MaxValue, c.Cancel),
            ["IGrantStore.NoteLostAsync"] = (s, c) => s.GetRequiredService<IGrantStore>()
                .NoteLostAsync(c.Id, 0, AccessState.NeedsGrant, DateTimeOffset.UnixEpoch, c.Cancel),
            ["IWebhookInbox.ClaimAsync"] = (s, c) => s.GetRequiredService<IWebhookInbox>()
                .ClaimAsync(c.Delivery.Id, c.Id, c.Cancel),
            ["ITeardownStore.OpenAsync"] = (s, c) => s.GetRequiredService<ITeardownStore>()
                .OpenAsync(c.Claim, c.Delivery, c.Cancel),
            ["ITeardownStore.ClaimAsync"] = (s, c) => s.GetRequiredService<ITeardownStore>()
                .ClaimAsync(c.Claim, c.Cancel),
        };

    /// <summary>Writes that have to work for an ended installation, or that are for none; each says why.</summary>
    public static readonly IReadOnlyDictionary<string, string> Unguarded = new Dictionary<string, string>
    {
        ["IInstallationStore.StartAsync"] = "begins one",
        ["IInstallationStore.FenceAsync"] = "is the end itself",
        ["IInstallationStore.DestroyGrantAsync"] = "a teardown's step",
        ["IAccessChecks.NoteAsync"] = "updates a current installation's times only",
        ["IAccessChecks.ScheduleAsync"] = "updates a current installation's times only",
        ["IAccessChecks.MakeDueAsync"] = "updates a current installation's times only",
        ["IAccessChecks.ClaimAsync"] = "updates current installations' times only",
        ["IGrantStore.TryBeginRefreshAsync"] = "a teardown refreshes, too; updates a held grant only",
        ["IGrantStore.StoreRefreshedAsync"] = "a teardown refreshes, too; updates a held grant only",
        ["IGrantStore.EndRefreshAsync"] = "updates the intent that its holder left only",
        ["IGrantStore.NoteRefusedAsync"] = "a teardown refreshes, too; updates a held grant only",
        ["IGrantStore.DeferRefreshAsync"] = "updates a held grant only",
        ["ITokenMigrationStore.TryBeginAsync"] = "updates a current installation's held grant only",
        ["ITokenMigrationStore.CompleteAsync"] = "the old token is dead: updates a held grant only",
        ["ITokenMigrationStore.ReleaseAsync"] = "updates a held grant only",
        ["ITokenMigrationStore.FailAsync"] = "updates a held grant only",
        ["ITokenMigrationStore.StopAsync"] = "refers to no shop",
        ["ITokenMigrationStore.ContinueAsync"] = "updates held grants of current installations only",
        ["IJobStore.FinishAsync"] = "acknowledges; updates the row that the runner holds",
        ["IJobStore.StopAllAsync"] = "a teardown's step; updates only",
        ["IJobStore.AbandonAllAsync"] = "a teardown's step; updates only",
        ["ISubscriptionChecks.AnnounceAsync"] = "gives current installations alone their row; it goes by cascade",
        ["ISubscriptionChecks.MarkOutdatedAsync"] = "updates rows that are there; they go by cascade",
        ["ISubscriptionChecks.MarkAsync"] = "updates a row that is there; it goes by cascade",
        ["IWebhookSubscriptionStore.RemoveAsync"] = "a teardown's step; deletes only",
        ["IPermitStore.TryTakePermitAsync"] = "for ended installations only",
        ["IPermitStore.ReleasePermitAsync"] = "deletes only",
        ["IPermitStore.RecordIntentAsync"] = "for an installation that is not there yet",
        ["IPermitStore.RemoveIntentAsync"] = "deletes only",
        ["IWebhookInbox.RecordAsync"] = "before any look-up",
        ["IWebhookInbox.CompleteAsync"] = "deletes only",
        ["IWebhookInbox.RetryAsync"] = "updates the delivery's row only",
        ["IWebhookInbox.BuryAsync"] = "updates the delivery's row only",
        ["IDeadLetters.ReplayAsync"] = "answers that the installation has ended; updates the delivery's row only",
        ["IDeadLetters.ReplayAllAsync"] = "answers that the installation has ended; updates the deliveries' rows only",
        ["IDeadLetters.DropAsync"] = "deletes only",
        ["IWebhookInbox.PutOffAsync"] = "updates the delivery's row only",
        ["IParticipantNotes.NoteSuccessAsync"] = "refers to no shop",
        ["IParticipantNotes.NoteFailureAsync"] = "refers to no shop",
        ["IWebhookInbox.DropOldIdsAsync"] = "deletes only",
        ["ITeardownStore.SaveAsync"] = "the teardown's own row, while it is there",
        ["ITeardownStore.SupersedeAsync"] = "deletes only",
        ["ITeardownStore.CertifyAsync"] = "the end of the teardown",
        ["ITeardownStore.NoteRedactAsync"] = "marks what remains of ended ones",
        ["ITeardownStore.NoteSpentBodyAsync"] = "marks what remains of ended ones",
        ["IComplianceStore.SaveAsync"] = "the desk's own row, also of ended stays",
        ["IComplianceStore.HurryAsync"] = "a teardown's step; updates only",
        ["IComplianceStore.GiveUpAsync"] = "a teardown's step; updates only",
        ["IComplianceStore.WatchAsync"] = "for ended installations only: ids and a keyed hash",
        ["ICustomerDeliveries.DropAsync"] = "deletes only",
        ["ISharedCache.RemoveAsync"] = "deletes only",
        ["ISharedCache.ClearAsync"] = "erases",
        ["ISharedCache.PingAsync"] = "writes nothing",
        ["IErasure.PurgeDeliveriesAsync"] = "erases",
        ["IErasure.PurgeJobsAsync"] = "erases",
        ["IErasure.PurgeBatchAsync"] = "erases",
        ["IErasure.PurgeRestAsync"] = "erases",
        ["IErasure.TruncateAsync"] = "writes no row",
        ["IRetention.DropOldAsync"] = "deletes only",
        ["IUsedStates.TryUseAsync"] = "refers to no shop",
        ["IAuditLog.BeginAsync"] = "names ids and a keyed hash, also of ended ones",
        ["IAuditLog.CompleteAsync"] = "updates the order's row only",
        ["IRequestKeys.RememberAsync"] = "refers to no shop",
        ["IRequestKeys.AnswerAsync"] = "updates the key's row only",
        ["IRequestKeys.ForgetAsync"] = "deletes the key's row only",
    };

    /// <summary>Whether a method only reads, told by its name.</summary>
    public static bool Reads(string method)
    {
        string[] verbs = ["Find", "List", "Count", "Read", "Get", "Has", "Is", "Awaits", "Plan"];
        var name = method[(method.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return verbs.Any(verb => name.StartsWith(verb, StringComparison.Ordinal));
    }
}
