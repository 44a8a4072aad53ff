using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>
/// Brings a shop's subscriptions to what is wanted: reads what there is once, then makes all changes side by side. What
/// Shopify declines is recorded with its code and keeps nothing else waiting; what fails otherwise is tried again.
/// Twice is safe. An install enqueues it in its own transaction.
/// </summary>
/// <remarks>
/// A silo of an older release makes what is missing and changes nothing: the release that started last has the say, or
/// the two would undo each other's work for as long as both run.
/// </remarks>
internal sealed class ReconcileWebhooks(
    InstallationAdmin shopify,
    IWebhookSubscriptionStore records,
    ISubscriptionChecks checks,
    WantedSet wanted,
    IOptions<SubscriptionOptions> options,
    SubscriptionMetrics metrics,
    TimeProvider clock)
    : IJobHandler
{
    /// <summary>The kind.</summary>
    public const string KindName = "reconcile-webhooks";

    private const double Spread = 0.1;

    public string Kind => KindName;

    public async Task RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        var installation = context.Installation;
        var begun = await checks.FindAsync(installation.Id, cancellationToken)
            ?? throw new InstallationEndedException(installation.Id);
        try
        {
            await CompareAsync(context, begun, cancellationToken);
        }
        catch (JobFailedException failed)
        {
            // Shown beside what is known from the time before.
            await checks.FailAsync(installation.Id, failed.Code, cancellationToken);
            throw;
        }
    }

    private async Task CompareAsync(JobContext context, SubscriptionCheck begun, CancellationToken cancellationToken)
    {
        var installation = context.Installation;
        var settings = options.Value.Reconcile;
        var isLatest = begun.LatestHash is null || begun.LatestHash == wanted.Hash;
        // Without them the app is deaf: a shop's first comparison goes before what anybody waits for.
        var priority = begun.CheckedAt is null ? CallPriority.Install : CallPriority.App;
        var changes = new SubscriptionChanges(
            shopify, records, installation, clock, priority, settings.Concurrency);

        var known = await records.ListAsync(installation.Id, cancellationToken);
        var actual = await changes.ListAsync(cancellationToken);
        var steps = SubscriptionPlan.Make(wanted.Items, known, actual);
        if (!isLatest) steps = [.. steps.Where(step => IsMissing(step, known))];
        await changes.CarryOutAsync(
            steps, done => context.Report(new JobProgress(done, steps.Count)), cancellationToken);
        metrics.Compared(steps, changes);

        // What failed is worth another attempt of this job; the codes stand in the records until then.
        if (changes.Failure is { } failure) throw AdminFailureRules.ToJobFailure(failure);
        await checks.CompleteAsync(
            installation.Id, begun, isLatest ? wanted.Hash : null,
            isLatest ? Jittered(settings.Every, context.JobId) : settings.AfterShedding, cancellationToken);
    }

    // Nothing is taken away, and no record that knows an id is overwritten.
    private static bool IsMissing(PlannedStep step, IReadOnlyList<WebhookSubscriptionRecord> known) =>
        step is PlannedStep.Create { Obsolete.IsEmpty: true } create
        && !known.Any(record => record.Name == create.Wanted.Name && record.ShopifyId is not null);

    private static TimeSpan Jittered(TimeSpan time, Guid job) =>
        time * (1 - Spread + (2 * Spread * (job.ToByteArray()[^1] / 255.0)));
}
