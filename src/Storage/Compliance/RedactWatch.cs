using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Teardowns;

namespace Shopkeeper.Storage.Compliance;

/// <summary>
/// Opens a <c>shop/redact</c> in the place of one that did not come. One for each installation, however many silos look
/// at once; a reset leaves the app in the shop, so that none is to be expected.
/// </summary>
internal sealed partial class RedactWatch(
    Database database, TeardownRows teardowns, IKeyedHash hash, IOptions<ComplianceStorageOptions> options,
    TimeProvider time, ILogger<RedactWatch> logger)
{
    // Whoever has waited for longer was looked at before, or was certified before there was a watchdog.
    private static readonly TimeSpan Window = TimeSpan.FromDays(30);

    public async Task<int> OpenAsync(TimeSpan within, int limit, CancellationToken cancellationToken)
    {
        var missing = await ListRunningAsync(within, limit, cancellationToken);
        var args = new
        {
            within = (long)within.TotalMilliseconds, window = (long)Window.TotalMilliseconds,
            limit = limit - missing.Count, topic = WebhookTopics.ShopRedact,
        };
        missing.AddRange(await database.ReadAsync(
            db => db.ListAsync<Row>("compliance/list-unredacted-certificates", args), cancellationToken));
        var opened = 0;
        foreach (var one in missing) opened += await OpenAsync(one, cancellationToken);
        return opened;
    }

    // Resets that stand still, however many, hide no uninstall that ended after them.
    private async Task<List<Row>> ListRunningAsync(TimeSpan within, int limit, CancellationToken cancellationToken)
    {
        List<Row> awaited = [];
        Row? last = null;
        while (awaited.Count < limit)
        {
            var args = new
            {
                within = (long)within.TotalMilliseconds, limit, topic = WebhookTopics.ShopRedact, at = last?.EndedAt,
                id = last?.Id,
            };
            var page = await database.ReadAsync(
                db => db.ListAsync<Row>("compliance/list-unredacted-teardowns", args), cancellationToken);
            awaited.AddRange(page.Where(IsAwaited).Take(limit - awaited.Count));
            if (page.Count < limit) break;
            last = page[^1];
        }

        return awaited;
    }

    // One row that can't be read keeps no other shop's redact from being opened.
    private bool IsAwaited(Row running)
    {
        try
        {
            return teardowns.Read(running.Payload!).Kind != TeardownKind.Reset;
        }
        catch (Exception fault)
            when (fault is CryptographicException or InvalidOperationException or System.Text.Json.JsonException)
        {
            LogUnreadable(running.InstallationId, fault.GetType().Name);
            return false;
        }
    }

    private Task<int> OpenAsync(Row missing, CancellationToken cancellationToken)
    {
        var args = new
        {
            id = Guid.CreateVersion7(time.GetUtcNow()),
            topic = WebhookTopics.ShopRedact,
            missing.ShopHash,
            installation = missing.InstallationId,
            requestHash = ComplianceIntake.RedactHash(hash, missing.ShopHash),
            dueWithin = (long)options.Value.DueWithin.TotalMilliseconds,
        };
        return database.StatementAsync(db => db.ExecuteAsync("compliance/open-watch", args), cancellationToken);
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public InstallationId InstallationId { get; init; }

        public DateTimeOffset? EndedAt { get; init; }

        public byte[] ShopHash { get; init; } = [];

        public byte[]? Payload { get; init; }
    }
}
