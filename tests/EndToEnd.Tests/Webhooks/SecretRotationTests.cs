using System.Globalization;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Webhooks;

/// <summary>
/// A client secret is replaced: Shopify signs with the oldest one that is not revoked, for up to an hour longer, and
/// the operator sees when that is over.
/// </summary>
public sealed class SecretRotationTests(HandlingServices services)
{
    [Theory, InlineData(DatabaseKind.Sqlite)]
    public async Task Deliveries_verify_by_any_secret_of_a_rotation_and_the_metric_tells_by_which(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);

        // Before and during the rotation the older one signs, after it the one in use; no restart in between.
        var previous = await SignedByAsync(service, "previous-1");
        await service.Shopify.Control.ConfigureAppAsync(
            new AppSettings { OldestSecret = service.Keys.PreviousSecret }, CancellationToken.None);
        await AcceptedAsync(service, shop, HeaderFamily.Classic);
        await AcceptedAsync(service, shop, HeaderFamily.Events);
        await UntilSignedByAsync(service, "previous-1", previous + 2);

        await service.Shopify.Control.ConfigureAppAsync(new AppSettings { OldestSecret = "" }, CancellationToken.None);
        var current = await SignedByAsync(service, "current");
        await AcceptedAsync(service, shop, HeaderFamily.Classic);
        await UntilSignedByAsync(service, "current", current + 1);

        // A subscription made in the merchant's own admin is signed with a secret of the shop's.
        var refused = await service.ShopifySendsAsync(shop, Request(HeaderFamily.Classic) with
        {
            Signature = SignatureKind.WrongSecret, Retries = 0,
        });
        Assert.Equal([401], refused.Attempts.Select(attempt => attempt.Status ?? 0));
        var metrics = await service.Internal.GetStringAsync("/metrics", CancellationToken.None);
        Assert.DoesNotContain(service.Keys.ApiSecret, metrics, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Keys.PreviousSecret, metrics, StringComparison.Ordinal);
    }

    private static DeliveryRequest Request(HeaderFamily family) => new()
    {
        Topic = HandlingCalls.Topic, RawBody = """{"id":1,"total_price":1}""", Family = family,
    };

    private static async Task AcceptedAsync(ShopkeeperProcess service, Merchant shop, HeaderFamily family)
    {
        var delivery = await service.ShopifySendsAsync(shop, Request(family));
        Assert.Equal([200], delivery.Attempts.Select(attempt => attempt.Status ?? 0));
        await service.UntilVerdictAsync(delivery.WebhookId, "accepted");
    }

    // What /metrics answers may be some moments old.
    private static Task<double> UntilSignedByAsync(ShopkeeperProcess service, string place, double count) =>
        Eventually.PollAsync(
            $"{count} deliveries verified by {place}", () => SignedByAsync(service, place), signed => signed >= count);

    private static async Task<double> SignedByAsync(ShopkeeperProcess service, string place)
    {
        var metrics = await service.Internal.GetStringAsync("/metrics", CancellationToken.None);
        return metrics.Split('\n')
            .Where(line => line.StartsWith("shopkeeper_deliveries_verified_total", StringComparison.Ordinal)
                && line.Contains($"secret=\"{place}\"", StringComparison.Ordinal))
            .Sum(line => double.Parse(
                line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
    }
}
