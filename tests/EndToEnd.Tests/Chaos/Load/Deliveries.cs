using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Load;

/// <summary>
/// Sends deliveries as Shopify does: it waits five seconds for an answer, and sends again what was not answered 2xx,
/// under the same id; now and then also what was.
/// </summary>
internal sealed class Deliveries(Tally tally)
{
    private const int TriesMaximum = 40;
    private long _number = 1_000_000;

    /// <summary>Those that were answered 2xx.</summary>
    public ConcurrentQueue<SentDelivery> Answered { get; } = new();

    /// <summary>Sends one until it is answered, or as often as Shopify would.</summary>
    public async Task SendAsync(Caller caller, ChaosShop shop, CancellationToken until)
    {
        var number = Interlocked.Increment(ref _number);
        var installation = shop.Current;
        var delivery = Of(caller.Any(), shop.Merchant, number);
        for (var attempt = 1; attempt <= TriesMaximum && !until.IsCancellationRequested; attempt++)
        {
            if (!await IsTakenAsync(caller, delivery))
            {
                tally.Count("deliveries: sent again");
                await PauseAsync(caller, until);
                continue;
            }
            Answered.Enqueue(new SentDelivery(number, delivery.WebhookId, shop, installation));
            tally.Count("deliveries: answered 200");
            if (caller.Random.Next(10) == 0 && await IsTakenAsync(caller, delivery))
                tally.Count("deliveries: repeated");
            return;
        }
        tally.Count("deliveries: given up");
    }

    /// <summary>Waits a moment.</summary>
    public static Task PauseAsync(Caller caller, CancellationToken until) =>
        Pace.SpendUntilAsync(TimeSpan.FromMilliseconds(caller.Random.Next(60, 240)), until);

    private async Task<bool> IsTakenAsync(Caller caller, SignedDelivery delivery)
    {
        using var answer = await caller.TryAsync(
            "a delivery", (silo, cancellationToken) => delivery.SendUntilAsync(silo, cancellationToken));
        if (answer?.StatusCode is not (null or HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable))
            tally.Violations.Enqueue($"A delivery was answered {(int)answer.StatusCode}.");
        return answer?.StatusCode == HttpStatusCode.OK;
    }

    private static SignedDelivery Of(ShopkeeperProcess silo, Merchant shop, long number) => new()
    {
        Body = Encoding.UTF8.GetBytes(
            $$"""{"id":{{number}},"total_price":1.5,"myshopify_domain":"{{shop.Domain}}"}"""),
        Secret = silo.Keys.ApiSecret,
        Topic = "orders/create",
        Shop = shop.Domain,
    };
}
