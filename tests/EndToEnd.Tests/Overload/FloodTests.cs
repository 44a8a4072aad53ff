using System.Globalization;
using Npgsql;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.EndToEnd.Tests.Webhooks;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Overload;

/// <summary>
/// More deliveries than the service can handle: what is refused, what is taken, and what becomes of it.
/// </summary>
[Collection(nameof(BoundedService))]
public sealed class FloodTests(BoundedService bounded)
{
    private const int QuietShops = 10;
    private const int Senders = 16;
    private const int PressingSenders = 200;
    private const int LifecycleEach = 200;
    private const int QuietEach = 8;
    private const int MemoryMaximum = 1_024;

    // The part of the measured flood that has to have been sent, for the figures to be those of that many times.
    private const double SentMinimum = 0.95;

    // What is pressed in the short form: counted, so that it costs the same wherever it runs.
    private const int Pressed = 4_000;

    private static readonly TimeSpan DrainDeadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly FloodSize Size = FloodSize.Read();
    private readonly List<string> _report = [];
    private double _sustained;
    private readonly List<Merchant> _quiet = [];

    [Fact]
    public async Task Flood_of_more_than_can_be_handled_is_shed_and_nothing_that_was_taken_is_lost()
    {
        var service = bounded.Service;
        var noisy = await Merchant.InstalledAsync(service);
        for (var number = 0; number < QuietShops; number++) _quiet.Add(await Merchant.InstalledAsync(service));
        var leaving = await Merchant.InstalledAsync(service);
        using var calm = new FloodSource(service);
        using var flood = new FloodSource(service);

        if (Size.IsMeasured) await CalibrateAsync(service, calm, noisy);
        var before = ProcessMemory.ReadNow(service.Process.Id);
        var flooding = FloodAsync(flood, noisy);
        await service.Shopify.Control.UninstallAsync(leaving.Domain, null, CancellationToken.None);
        await flooding;
        var most = ProcessMemory.ReadMost(service.Process.Id);
        var drained = await DrainAsync(service);
        _report.Add($"refused for want of a place {await ReceivedAsync("overloaded")}, of room in the inbox "
            + $"{await ReceivedAsync("full")}");
        Tell(flood, $"memory {before} MiB before, {most} MiB at most; empty {drained.TotalSeconds:F1} s after");

        AssertPoured(flood);
        AssertShedFairly(flood);
        Assert.InRange(most, 1, MemoryMaximum);
        await service.UntilCertifiedAsync(leaving);
        await AssertNothingIsLostAsync(service, noisy, calm, flood);
        using var recovered = new FloodSource(service);
        Assert.Equal(50, await recovered.SendAllAsync(Enumerable.Range(0, 50).Select(number => Next(number, noisy))));
    }

    private async Task<int> ReceivedAsync(string outcome) => (int)await bounded.ReadMetricAsync(
        "shopkeeper_deliveries_received_total", $"outcome=\"{outcome}\"");

    // What is taken until all of it is handled, by the whole time that took. A process that has just started takes less
    // than it can later: that is not measured.
    private async Task CalibrateAsync(ShopkeeperProcess service, FloodSource calm, Merchant noisy)
    {
        await calm.PressAsync(Senders, WarmUp, int.MaxValue, number => Next(number, noisy));
        await DrainAsync(service);
        var before = calm.Tallies.Values.Sum(tally => tally.Accepted.Count);
        var began = TimeProvider.System.GetTimestamp();
        await calm.PressAsync(Senders, Size.Calibration, int.MaxValue, number => Next(number, noisy));
        var answered = TimeProvider.System.GetElapsedTime(began);
        await DrainAsync(service);
        var taken = calm.Tallies.Values.Sum(tally => tally.Accepted.Count) - before;
        _sustained = taken / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        _report.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"sustained {_sustained:F0}/s, taken at {taken / answered.TotalSeconds:F0}/s; then {Size.Factor:F1} times "
            + $"as many as are sustained, for {Size.Time.TotalSeconds:F0} s"));
    }

    private Task FloodAsync(FloodSource flood, Merchant noisy) => Size.IsMeasured
        ? flood.PourAsync(_sustained * Size.Factor, Size.Time, number => Next(number, noisy))
        : flood.PressAsync(PressingSenders, Size.Time, Pressed, number => Next(number, noisy));

    private FloodDelivery Next(int number, Merchant noisy)
    {
        var shop = _quiet[number / QuietEach % QuietShops];
        if (number % LifecycleEach == 0)
        {
            return new FloodDelivery(
                FloodKind.Lifecycle, shop.Domain, "customers/redact",
                $$"""{"shop_id":{{shop.ShopId}},"shop_domain":"{{shop.Domain}}","orders_to_redact":[{{number}}]}""");
        }

        return number % QuietEach == 0 ? Order(FloodKind.Quiet, shop) : Order(FloodKind.Noisy, noisy);
    }

    private static FloodDelivery Order(FloodKind kind, Merchant shop) =>
        new(kind, shop.Domain, "orders/paid", """{"id":4711,"total_price":"19.90"}""");

    // A flood that the sender could not keep up would be called more than it was.
    private void AssertPoured(FloodSource flood)
    {
        if (!Size.IsMeasured) return;
        var due = _sustained * Size.Factor * Size.Time.TotalSeconds;
        Assert.True(flood.Sent >= due * SentMinimum, $"Only {flood.Sent} of {due:F0} deliveries were sent.");
    }

    private static void AssertShedFairly(FloodSource flood)
    {
        Assert.Empty(flood.Tallies.Values.SelectMany(tally => tally.Wrong));
        var ends = flood.Tallies[FloodKind.Lifecycle];
        Assert.Equal((ends.Sent, 0), (ends.Accepted.Count, ends.Shed));
        var (loud, quiet) = (flood.Tallies[FloodKind.Noisy], flood.Tallies[FloodKind.Quiet]);
        Assert.True(loud.Shed > 0, "Nothing was shed: it was no flood.");
        Assert.True(quiet.Share >= loud.Share, $"Quiet shops got {quiet.Share:P1}, the noisy one {loud.Share:P1}.");
    }

    // The verdicts say that it was done, the app's own books that it was done once.
    private async Task AssertNothingIsLostAsync(
        ShopkeeperProcess service, Merchant noisy, params FloodSource[] sources)
    {
        var verdicts = await ReadVerdictsAsync(service);
        foreach (var (kind, tally) in sources.SelectMany(source => source.Tallies))
        {
            foreach (var id in tally.Accepted)
            {
                var verdict = verdicts.GetValueOrDefault(FloodSource.HashOf(id), Verdict.Pending);
                if (kind == FloodKind.Lifecycle) Assert.NotEqual(Verdict.Pending, verdict);
                else Assert.Equal(Verdict.Accepted, verdict);
            }
        }

        var accepted = sources.SelectMany(source => source.Tallies)
            .Where(pair => pair.Key != FloodKind.Lifecycle)
            .SelectMany(pair => pair.Value.Accepted);
        var handled = new List<string?>();
        foreach (var shop in _quiet.Append(noisy))
            handled.AddRange((await service.HandledAsync(shop)).Select(order => order.DeliveryId));
        Assert.Equal(accepted.Order(), handled.Order());
    }

    private static async Task<Dictionary<string, Verdict>> ReadVerdictsAsync(ShopkeeperProcess service)
    {
        var verdicts = new Dictionary<string, Verdict>(StringComparer.Ordinal);
        await using var connection = new NpgsqlConnection(service.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select encode(delivery_hash, 'hex'), verdict::int from webhook_ids", connection);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) verdicts[rows.GetString(0)] = (Verdict)rows.GetInt32(1);
        return verdicts;
    }

    private static async Task<TimeSpan> DrainAsync(ShopkeeperProcess service)
    {
        var began = TimeProvider.System.GetTimestamp();
        await using var connection = new NpgsqlConnection(service.ConnectionString);
        await connection.OpenAsync();
        await using var count = new NpgsqlCommand(
            "select count(*) from webhook_inbox where dead_at is null", connection);
        await Eventually.PollAsync(
            "the inbox is empty", async () => (long)(await count.ExecuteScalarAsync())!, left => left == 0,
            DrainDeadline);
        return TimeProvider.System.GetElapsedTime(began);
    }

    private void Tell(FloodSource flood, string last)
    {
        foreach (var (kind, tally) in flood.Tallies) _report.Add($"{kind,-10}{tally}");
        _report.Add($"not sent, because too many waited: {flood.Unsent}");
        _report.Add(last);
        if (Size.Report is { } path) File.WriteAllLines(path, _report);
        foreach (var line in _report) TestContext.Current.TestOutputHelper?.WriteLine(line);
    }
}
