using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify.Webhooks;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;

namespace Shopkeeper.Storage.Compliance;

/// <summary>
/// Makes a row of the compliance desk of a delivery, in the transaction in which that is recorded: whoever is answered
/// 200 has a request that nothing but its own pipeline, or an operator, closes. It needs no token, session or known
/// shop; of a shop that we know nothing of it is closed in the same statement, and nobody's data is written down.
/// </summary>
internal sealed class ComplianceIntake(
    IKeyedHash hash, IRingCipher ring, IOptions<ComplianceStorageOptions> options, TimeProvider time)
{
    public const string Purpose = "compliance_requests.payload.v1";

    /// <summary>For bodies that could not be read: kept as they came, until somebody has looked at them.</summary>
    public const string BodyPurpose = "compliance_requests.body.v1";

    private const string RequestPurpose = "compliance-request";

    /// <summary>The keyed hash by which a <c>shop/redact</c> of a shop is known again.</summary>
    public static byte[] RedactHash(IKeyedHash hash, byte[] shopHash) =>
        hash.Compute(RequestPurpose, [.. Encoding.UTF8.GetBytes(WebhookTopics.ShopRedact), 0, .. shopHash]);

    /// <summary>Reads the delivery; null when its topic is none of compliance.</summary>
    public ComplianceEntry? Read(IncomingDelivery delivery, byte[] deliveryHash)
    {
        if (!WebhookTopics.IsCompliance(delivery.Topic)) return null;
        var shopHash = hash.OfShop(delivery.Shop);
        var isNamed = WebhookBody.TryIdentify(delivery.Topic, delivery.Body, out var identity);
        var body = isNamed ? ComplianceBody.TryRead(delivery.Topic, delivery.Body) : null;
        var entry = new ComplianceEntry
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Topic = delivery.Topic,
            ShopHash = shopHash,
            RequestHash = HashOf(delivery, shopHash, body),
            DeliveryHash = deliveryHash,
            State = (int)ComplianceState.Open,
            DueWithin = (long)options.Value.DueWithin.TotalMilliseconds,
        };
        if (isNamed && identity.Shop is { } named && named != delivery.Shop)
            return entry with { State = (int)ComplianceState.Closed, Code = ComplianceCodes.ShopMismatch };
        if (body is null)
        {
            return entry with
            {
                State = (int)ComplianceState.Stalled,
                Code = ComplianceCodes.Unreadable,
                Payload = ring.Protect(BodyPurpose, delivery.Body.ToArray()),
            };
        }

        return entry with { Payload = Protect(body, identity.ShopId) };
    }

    /// <summary>
    /// Writes the rows of a batch, in the order of what they are known by, so that two batches never wait for each
    /// other in a circle.
    /// </summary>
    public static async Task WriteAsync(DbSession session, IEnumerable<ComplianceEntry> entries)
    {
        foreach (var entry in entries.OrderBy(entry => Convert.ToHexString(entry.RequestHash), StringComparer.Ordinal))
        {
            // What was judged false is in sight by itself, and changes no other request.
            var isCredible = entry.State == (int)ComplianceState.Open;
            if (isCredible && entry.Topic == WebhookTopics.ShopRedact
                && await session.ExecuteAsync(
                    "compliance/group-with-watchdog", new { entry.ShopHash, entry.DeliveryHash }) > 0)
                continue;
            var row = await session.FindAsync<RecordedRow>("compliance/record", entry);
            if (isCredible && row is { Repeated: > 0 } && IsTakenUpAgain(row))
                await TakeUpAgainAsync(session, row, entry);
        }
    }

    // A redaction asks for what came since, too. A data request has an id of Shopify's: only one that stands still is
    // helped by its repetition.
    private static bool IsTakenUpAgain(RecordedRow row) => row.Topic switch
    {
        WebhookTopics.CustomersRedact => true,
        WebhookTopics.CustomersDataRequest => row.State == (int)ComplianceState.Stalled,
        _ => false,
    };

    // Participants are all asked anew; what our own stores dropped before stays counted.
    private static Task<int> TakeUpAgainAsync(DbSession session, RecordedRow row, ComplianceEntry entry)
    {
        var before = JsonSerializer.Deserialize<ComplianceEvidence>(row.Evidence) ?? new ComplianceEvidence();
        return session.ExecuteAsync("compliance/take-up-again", new
        {
            row.Id,
            entry.Payload,
            entry.DeliveryHash,
            evidence = JsonSerializer.Serialize(before with { Participants = [] }),
        });
    }

    private byte[] Protect(ComplianceBody body, long? shopId) =>
        ring.Protect(Purpose, JsonSerializer.SerializeToUtf8Bytes(new ComplianceSubject
        {
            CustomerId = body.CustomerId,
            Email = body.Email,
            Phone = body.Phone,
            Orders = body.Orders,
            DataRequestId = body.DataRequestId,
            ShopId = shopId,
        }));

    // A data request has an id of Shopify's; a redaction is the same when it is for the same customer and orders.
    private byte[] HashOf(IncomingDelivery delivery, byte[] shopHash, ComplianceBody? body)
    {
        if (body is not null && delivery.Topic == WebhookTopics.ShopRedact) return RedactHash(hash, shopHash);
        byte[] what = body switch
        {
            null => delivery.Body.ToArray(),
            { DataRequestId: { } id } => Encoding.UTF8.GetBytes($"data-request:{id}"),
            _ => JsonSerializer.SerializeToUtf8Bytes(
                new { body.CustomerId, email = body.Email?.ToLowerInvariant(), body.Phone, body.Orders }),
        };
        return hash.Compute(RequestPurpose, [.. Encoding.UTF8.GetBytes(delivery.Topic), 0, .. shopHash, .. what]);
    }

    private sealed record RecordedRow
    {
        public Guid Id { get; init; }

        public string Topic { get; init; } = "";

        public int State { get; init; }

        public int Repeated { get; init; }

        public string Evidence { get; init; } = "{}";
    }
}
