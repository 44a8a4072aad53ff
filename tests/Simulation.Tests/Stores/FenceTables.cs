using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Jobs;
using Shopkeeper.Simulation.Tests.Tokens;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>The fences, each one transaction; the twin of <c>InstallationFence</c> and <c>ResetFence</c>.</summary>
internal sealed class FenceTables(SimulatedDatabase db, JobTable jobs)
{
    /// <summary>Told of each stay that a fence ends.</summary>
    public Action<ShopDomain, Fence> OnEnded { get; set; } = (_, _) => { };

    /// <summary>How many ends the limit has held back.</summary>
    public int HeldBack { get; private set; }

    public FenceResult End(Fence fence)
    {
        if (fence.Cause == EndCause.Operator && FindOrder(fence.TeardownId) is { } carriedOut)
            return new FenceResult(FenceOutcome.AlreadyEnded, carriedOut);
        var row = db.Installations.GetValueOrDefault(fence.Installation);
        if (fence.Limit is { } limit && row is { IsCurrent: true } && IsOver(limit))
        {
            HeldBack++;
            return new FenceResult(FenceOutcome.HeldBack, Guid.Empty);
        }

        if (row is not { IsCurrent: true })
        {
            return FindTeardown(fence.Installation) is { } known
                ? new FenceResult(FenceOutcome.AlreadyEnded, known)
                : new FenceResult(FenceOutcome.Unknown, Guid.Empty);
        }

        var ended = Close(row);
        var teardown = Open(fence, row.Value, ended);
        if (fence.Cause is EndCause.EndedBeforeReinstall or EndCause.AppNotInstalled)
        {
            db.UnattestedEnds.RemoveAll(at => at < ended - TimeSpan.FromDays(7));
            var milliseconds = ended.ToUnixTimeMilliseconds();
            db.UnattestedEnds.Add(DateTimeOffset.FromUnixTimeMilliseconds(
                milliseconds - (milliseconds % 60_000) + 60_000));
        }

        return new FenceResult(FenceOutcome.Ended, teardown);
    }

    public FenceResult Reset(Fence fence)
    {
        var successor = fence.Successor!;
        if (FindOrder(fence.TeardownId) is { } carriedOut)
            return new FenceResult(FenceOutcome.AlreadyEnded, carriedOut);
        if (!db.Installations.TryGetValue(fence.Installation, out var row))
            return new FenceResult(FenceOutcome.Unknown, Guid.Empty);
        if (!row.IsCurrent) throw new InstallationEndedException(fence.Installation);
        var ofShop = db.Teardowns.Values.Select(teardown => teardown.Record)
            .Where(record => record.Shop == successor.Shop).ToList();
        if (ofShop.FirstOrDefault(record => record.Successor == fence.Installation) is { } running)
            return new FenceResult(FenceOutcome.AlreadyEnded, running.Id);
        if (ofShop.FirstOrDefault(record => record.Installation == fence.Installation) is { } claimed)
            return new FenceResult(FenceOutcome.EndPending, claimed.Id);
        if (row is { Grant: not null, Migration: MigrationMark.Asked } && row.RefreshUntil > db.Now)
            return new FenceResult(FenceOutcome.GrantBusy, Guid.Empty);
        if (row.Grant is null)
            throw new InvalidOperationException($"Installation {fence.Installation} is current and holds no grant.");

        var ended = Close(row);
        var teardown = Open(fence, row.Value, ended);
        var begun = Begin(row, successor, ended);
        HandOver(fence.Installation, successor);
        return new FenceResult(FenceOutcome.Ended, teardown, begun);
    }

    /// <summary>A new grant voids what was proved about the old one.</summary>
    public void ConfirmAnew(InstallationId installation)
    {
        if (db.Teardowns.GetValueOrDefault(installation) is not { Record.EndedAt: null } row) return;
        if (row.Record.Cause == EndCause.AppNotInstalled)
        {
            db.Teardowns.Remove(installation);
            SetVerdicts(row.Record, Verdict.Superseded);
            return;
        }

        row.Record = row.Record with
        {
            Status = TeardownStatus.Confirming,
            Probes = [],
            StalledBecause = null,
            Evidence = [.. row.Record.Evidence.Where(evidence => evidence != EndEvidence.AppNotInstalled)],
            NextAttemptAt = db.Now,
            ConfirmingSince = db.Now,
            ReauthorizedAt = db.Installations[installation].Value.ReauthorizedAt,
            Version = row.Record.Version + 1,
        };
    }

    public void SetVerdicts(TeardownRecord record, Verdict verdict)
    {
        foreach (var hash in record.Deliveries) db.Verdicts[WebhookIds.Of(hash)] = verdict;
    }

    private bool IsOver(FenceLimit limit) =>
        db.UnattestedEnds.Count(at => at >= db.Now - limit.Window) >= limit.Maximum;

    private Guid? FindOrder(Guid teardown) =>
        db.Teardowns.Values.Any(row => row.Record.Id == teardown)
        || db.Certificates.Any(row => row.Record.TeardownId == teardown)
            ? teardown
            : null;

    private Guid? FindTeardown(InstallationId installation) =>
        db.Teardowns.GetValueOrDefault(installation)?.Record.Id
        ?? db.Certificates.Find(row => row.Record.Installation == installation)?.Record.TeardownId;

    private DateTimeOffset Close(InstallationRow row)
    {
        var ended = db.Now > row.Value.StartedAt ? db.Now : row.Value.StartedAt;
        row.Value = row.Value with { EndedAt = ended };
        return ended;
    }

    private Guid Open(Fence fence, Installation installation, DateTimeOffset ended)
    {
        var open = db.Teardowns.GetValueOrDefault(fence.Installation);
        var before = open?.Record ?? new TeardownRecord
        {
            Id = fence.TeardownId,
            Installation = installation.Id,
            Shop = installation.Shop,
            ShopId = installation.ShopId,
            Generation = installation.Generation,
            Status = TeardownStatus.Running,
            Cause = fence.Cause,
            OpenedAt = ended,
            StartedAt = installation.StartedAt,
        };
        var record = before with
        {
            Id = fence.Cause == EndCause.Operator ? fence.TeardownId : before.Id,
            Kind = fence.Kind,
            Successor = fence.Successor?.Id,
            Status = TeardownStatus.Running,
            Cause = fence.Cause,
            Evidence = fence.Evidence,
            EndedAt = ended,
            NextAttemptAt = ended,
            StalledBecause = null,
            Version = before.Version + 1,
        };
        if (open is null) db.Teardowns.Add(fence.Installation, new TeardownRow { Record = record });
        else open.Record = record;
        OnEnded(installation.Shop, fence);
        return record.Id;
    }

    private Installation Begin(InstallationRow row, Successor successor, DateTimeOffset ended)
    {
        var begun = new InstallationRow(db.StoredTokens)
        {
            Value = row.Value with
            {
                Id = successor.Id,
                Generation = 1 + db.GenerationsOf(successor.Shop).Max(),
                StartedAt = ended,
                EndedAt = null,
                DeliveriesSince = row.Value.DeliveriesSince ?? row.Value.StartedAt,
            },
        };
        db.Installations.Add(successor.Id, begun);
        GrantRows.Move(row, begun);
        foreach (var job in successor.Jobs) jobs.Insert(successor.Id, job);
        return begun.Value;
    }

    private void HandOver(InstallationId installation, Successor successor)
    {
        db.SubscriptionsOf(successor.Id).AddRange(db.SubscriptionsOf(installation));
        db.SubscriptionsOf(installation).Clear();
        var since = db.Installations[installation].Value is var old ? old.DeliveriesSince ?? old.StartedAt : default;
        foreach (var row in db.Inbox)
        {
            if (row.Delivery.Installation == installation && row.DeadAt is null)
                row.Delivery = row.Delivery with { Installation = successor.Id };
            if (row.Delivery.Shop == successor.Shop && row.Delivery.Installation is null
                && row.DeadAt is not null && row.Delivery.RecordedAt >= since)
                row.Delivery = row.Delivery with { Installation = installation };
        }
    }
}
