using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Billing;

namespace Shopkeeper.Storage.Teardowns;

/// <summary>Turns teardowns into their stored JSON and back.</summary>
internal static class TeardownJson
{
    public static byte[] Write(TeardownRecord record) => JsonSerializer.SerializeToUtf8Bytes(From(record));

    /// <exception cref="InvalidOperationException">It is no teardown that this release can read.</exception>
    public static TeardownRecord Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var stored = JsonSerializer.Deserialize<StoredTeardown>(json);
            if (stored is { Schema: > 0 and <= StoredTeardown.CurrentSchema })
                return ToRecord(stored);
            throw new InvalidOperationException(
                $"A teardown is stored in form {stored?.Schema}, which this release can't read.");
        }
        catch (JsonException)
        {
            // The exception would quote what is encrypted.
            throw new InvalidOperationException("A teardown's stored JSON is not readable.");
        }
    }

    private static StoredTeardown From(TeardownRecord record) => new()
    {
        Id = record.Id,
        Installation = record.Installation.Value,
        Shop = record.Shop.Value,
        ShopId = record.ShopId,
        Generation = record.Generation,
        Kind = record.Kind,
        Successor = record.Successor?.Value,
        Status = record.Status,
        Cause = record.Cause,
        Evidence = record.Evidence,
        BodyHash = record.BodyHash,
        Deliveries = record.Deliveries,
        BodyNamesShop = record.BodyNamesShop,
        TriggeredAt = record.TriggeredAt,
        Probes = [.. record.Probes.Select(probe => new StoredProbe { At = probe.At, Code = probe.Code })],
        OpenedAt = record.OpenedAt,
        ConfirmingSince = record.ConfirmingSince,
        StartedAt = record.StartedAt,
        DeliveriesSince = record.DeliveriesSince,
        ReauthorizedAt = record.ReauthorizedAt,
        EndedAt = record.EndedAt,
        NextAttemptAt = record.NextAttemptAt,
        StalledBecause = record.StalledBecause,
        Steps = [.. record.Steps.Select(StoredStep.From)],
        Waivers = [.. record.Waivers.Select(StoredWaiver.From)],
        Billing = StoredStatusCount.From(record.Billing),
        CertificateId = record.CertificateId,
        Version = record.Version,
    };

    private static TeardownRecord ToRecord(StoredTeardown stored) => new()
    {
        Id = stored.Id,
        Installation = new InstallationId(stored.Installation),
        Shop = ShopDomain.Parse(stored.Shop),
        ShopId = stored.ShopId,
        Generation = stored.Generation,
        Kind = stored.Kind,
        Successor = stored.Successor is { } successor ? new InstallationId(successor) : null,
        Status = stored.Status,
        Cause = stored.Cause,
        Evidence = stored.Evidence.ToList(),
        BodyHash = stored.BodyHash,
        Deliveries = stored.Deliveries.ToList(),
        BodyNamesShop = stored.BodyNamesShop,
        TriggeredAt = stored.TriggeredAt,
        Probes = stored.Probes.Select(probe => new EndProbe { At = probe.At, Code = probe.Code }).ToList(),
        OpenedAt = stored.OpenedAt,
        ConfirmingSince = stored.ConfirmingSince,
        StartedAt = stored.StartedAt,
        DeliveriesSince = stored.DeliveriesSince,
        ReauthorizedAt = stored.ReauthorizedAt,
        EndedAt = stored.EndedAt,
        NextAttemptAt = stored.NextAttemptAt,
        StalledBecause = stored.StalledBecause,
        Steps = stored.Steps.Select(step => step.ToProgress()).ToList(),
        Waivers = stored.Waivers.Select(waiver => waiver.ToWaiver()).ToList(),
        Billing = StoredStatusCount.ToCounts(stored.Billing),
        CertificateId = stored.CertificateId,
        Version = stored.Version,
    };
}
