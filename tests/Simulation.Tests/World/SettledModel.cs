using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Simulation.Tests.Platform;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>What holds once nothing goes wrong any more and time has passed.</summary>
internal sealed class SettledModel(SimulatedWorld world)
{
    private SimulatedDatabase Database => world.Database;

    public void Require()
    {
        RequireTeardownsEnded();
        RequireNothingLeft();
        RequireDeliveriesDone();
        RequireStaysLive();
        RequireNoStuckReminder();
        world.Model.RequireNothingLost();
        world.Model.Tokens.Settled();
        world.Model.Jobs.Settled();
    }

    private void RequireTeardownsEnded()
    {
        foreach (var row in Database.Teardowns.Values)
        {
            Hold(
                row.Record is { Status: TeardownStatus.Stalled, StalledBecause: not null },
                $"Invariant 6: a teardown stands {row.Record.Status}, next {row.Record.NextAttemptAt}");
            Hold(
                row.Record.EndedAt is null || row.Record.Steps.Any(step => step.Status == StepStatus.Running
                    && step.Attempts == Settings.Teardown.Value.MaximumAttempts),
                $"Invariant 6: a teardown stalled as {row.Record.StalledBecause}, and its attempts are not spent");
        }

        foreach (var ended in world.Model.Ended.Keys)
        {
            Hold(
                Database.Teardowns.ContainsKey(ended)
                || Database.Certificates.Exists(row => row.Record.Installation == ended),
                "Invariant 6: a stay has ended and there is neither teardown nor certificate");
        }
    }

    private void RequireNothingLeft()
    {
        foreach (var certified in Database.Certificates)
        {
            var left = world.Model.Residue.FindOf(certified);
            Hold(left is null, $"Invariant 2: {left} are there long after the certificate");
            Hold(
                !world.Model.Residue.HasDelivery(certified),
                "Invariant 2: deliveries are there long after the certificate");
        }
    }

    private void RequireDeliveriesDone()
    {
        foreach (var row in Database.Inbox)
            Hold(row.DeadAt is not null, $"Invariant 4: {row.WebhookId} waits still: {row.ErrorCode}");
        foreach (var (id, delivery) in world.Model.Accepted)
        {
            var verdict = Database.Verdicts.GetValueOrDefault(id);
            Hold(verdict != Verdict.Pending, $"Invariant 4: {id} was answered 200 and nothing came of it");
            if (delivery.Topic != OrderHandler.OrderTopic) continue;
            RequireNotLost(delivery, verdict);
            var key = $"delivery:{Convert.ToHexStringLower(WebhookIds.Hash(id))}:";
            var applied = world.Jobs.History
                .FindAll(job => job.Job.IdempotencyKey?.StartsWith(key, StringComparison.Ordinal) == true)
                .ConvertAll(job => job.Installation);
            RequireOnce(id, verdict, applied);
        }
    }

    // What was sent while a stay was current that still is has been applied to it, unless every attempt failed.
    private void RequireNotLost(OutgoingDelivery delivery, Verdict verdict)
    {
        if (delivery.SentTo is not { } stay || !Database.IsCurrent(stay)) return;
        Hold(
            verdict is Verdict.Accepted or Verdict.DeadLetter,
            $"Invariant 4: {delivery.WebhookId} was sent to a stay that lives, and came to {verdict}");
    }

    // Once for a stay. A reset that erases what came of it hands the delivery on: then it is the next stay's, too.
    private void RequireOnce(string id, Verdict verdict, List<InstallationId> applied)
    {
        Hold(
            applied.Distinct().Count() == applied.Count,
            $"Invariant 4: {id} was applied {applied.Count} times to one stay");
        Hold(verdict != Verdict.Accepted || applied.Count > 0, $"Invariant 4: {id} was accepted and never applied");
        foreach (var earlier in applied.SkipLast(1))
        {
            Hold(
                world.Model.WasReset(earlier),
                $"Invariant 4: {id} was applied to two stays, and no reset lies between them");
        }
    }

    // An end that Shopify knows of reaches us: by its delivery, or when somebody comes.
    private void RequireStaysLive()
    {
        foreach (var row in Database.Installations.Values.Where(row => row.IsCurrent))
        {
            var live = world.Shopify[row.Value.Shop].AppInstallation;
            Hold(
                live == row.Value.AppInstallationId || row.Value.Access != AccessState.Fine,
                $"A stay is current and fine, and Shopify has {live ?? "no app"} there");
            Hold(
                live == row.Value.AppInstallationId || Database.Teardowns.ContainsKey(row.Value.Id),
                $"A stay is current, Shopify has {live ?? "no app"} there, and no claim is open");
        }
    }

    private void RequireNoStuckReminder()
    {
        foreach (var reminder in Database.Reminders.Values)
        {
            var isWanted = reminder.GrainId.StartsWith("teardown/", StringComparison.Ordinal)
                ? Database.Teardowns.Values.Any(row => GrainKeys.Of(row.Record.Installation) == reminder.Key
                    && row.Record.NextAttemptAt is not null)
                : world.Shopify.Shops.Exists(
                    shop => shop.Domain.Value == reminder.Key && Database.CurrentOf(shop.Domain) is not null);
            Hold(isWanted, $"A reminder is left of {reminder.GrainId.Split('/')[0]}");
        }
    }

    private void Hold(bool holds, string what) => world.Kernel.Require(holds, what);
}
