using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Operations;

/// <inheritdoc/>
internal sealed class WorkLevelsReader(Database database) : IWorkLevels
{
    public async Task<WorkLevels> ReadAsync(CancellationToken cancellationToken)
    {
        var (row, missing, reasons) = await database.ReadAsync(
            async session => (
                await session.FindAsync<Row>("levels/read"),
                await session.ListAsync<Missing>("subscriptions/count-missing"),
                await session.ListAsync<Reason>("levels/dormant")),
            cancellationToken);
        return new WorkLevels
        {
            Installed = row!.Installed,
            Dormant = row.Dormant,
            DormantBecause = reasons.ToDictionary(reason => reason.State, reason => reason.Shops),
            TeardownsConfirming = row.TeardownsConfirming,
            TeardownsRunning = row.TeardownsRunning,
            TeardownsStalled = row.TeardownsStalled,
            OldestEnd = row.OldestEnd,
            DeliveriesWaiting = row.DeliveriesWaiting,
            DeliveriesDead = row.DeliveriesDead,
            JobsQueued = row.JobsQueued,
            JobsRunning = row.JobsRunning,
            ComplianceOpen = row.ComplianceOpen,
            ComplianceStalled = row.ComplianceStalled,
            ComplianceOverdue = row.ComplianceOverdue,
            ComplianceDueSoon = row.ComplianceDueSoon,
            WebhooksMissing = [.. missing.Select(group => new MissingSubscriptions(group.Reason, group.Count))],
            DueSince = row.DueSince,
            At = row.At,
        };
    }

    private sealed record Reason
    {
        public AccessState State { get; init; }

        public long Shops { get; init; }
    }

    private sealed record Row
    {
        public long Installed { get; init; }

        public long Dormant { get; init; }

        public long TeardownsConfirming { get; init; }

        public long TeardownsRunning { get; init; }

        public long TeardownsStalled { get; init; }

        public DateTimeOffset? OldestEnd { get; init; }

        public long DeliveriesWaiting { get; init; }

        public long DeliveriesDead { get; init; }

        public long JobsQueued { get; init; }

        public long JobsRunning { get; init; }

        public long ComplianceOpen { get; init; }

        public long ComplianceStalled { get; init; }

        public long ComplianceOverdue { get; init; }

        public long ComplianceDueSoon { get; init; }

        public DateTimeOffset? DueSince { get; init; }

        public DateTimeOffset At { get; init; }
    }

    private sealed record Missing
    {
        public string Reason { get; init; } = "";

        public long Count { get; init; }
    }
}
