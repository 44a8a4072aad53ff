using System.Diagnostics;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Fuzzing;

/// <summary>
/// Seeded nonsense for every route and header, through a client library and past it. FUZZ_SECONDS lasts longer, and
/// FUZZ_SEED repeats a run as far as one that several workers make can be repeated.
/// </summary>
public sealed class FuzzTests
{
    private const int MemoryMaximum = 600;
    private const int SlowOfEach = 20;
    private const int RoundsMinimum = 8;

    // Nearly all are; but a server may hang up on whom it refuses, and be late for who waits only a second.
    private const double AnsweredMinimum = 0.9;

    private static readonly TimeSpan RoundsDeadline = TimeSpan.FromMinutes(3);

    [Theory, OnBothDatabases]
    public async Task Service_when_fuzzed_answers_clearly_or_refuses_and_stays_within_its_memory(DatabaseKind kind)
    {
        var settings = FuzzSettings.Read();
        try
        {
            await ShopkeeperProcess.RunAsync(kind, service => RunAsync(service, settings));
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"FUZZ_SEED={settings.Seed} on {kind}: {failure.Message}", failure);
        }
    }

    private static async Task RunAsync(ShopkeeperProcess service, FuzzSettings settings)
    {
        var shop = await Merchant.InstalledAsync(service);
        var routes = await FuzzRoutes.ReadAsync(service);
        Assert.True(routes.Number >= 40, $"Only {routes.Number} routes are described.");
        var before = await ResidentMemory.ReadPeakAsync(service);
        var clock = Stopwatch.StartNew();
        bool Goes() => clock.Elapsed < settings.Time
            || (routes.Rounds < RoundsMinimum && clock.Elapsed < settings.Time + RoundsDeadline);

        await using var slow = SlowConnections.Open(service, SlowOfEach);
        var library = Enumerable.Range(0, 3)
            .Select(worker => new HttpFuzz(service, shop, routes, new Random(settings.Seed + worker))).ToArray();
        var raw = Enumerable.Range(3, 3)
            .Select(worker => new RawFuzz(service, routes, new Random(settings.Seed + worker))).ToArray();
        await Task.WhenAll([
            .. library.Select(fuzz => RepeatAsync(fuzz.NextAsync, Goes)),
            .. raw.Select(fuzz => RepeatAsync(fuzz.NextAsync, Goes)),
        ]);
        var slowest = await slow.UntilEndedAsync();
        Assert.All(slowest, AssertGivenUp);

        await AssertWellAsync(service, shop);
        var after = await ResidentMemory.ReadPeakAsync(service);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{service.Kind}, FUZZ_SEED={settings.Seed}: {library.Sum(fuzz => fuzz.Answered)} of "
            + $"{library.Sum(fuzz => fuzz.Sent)} requests and {raw.Sum(fuzz => fuzz.Answered)} of "
            + $"{raw.Sum(fuzz => fuzz.Waited)} connections were answered, "
            + $"{raw.Sum(fuzz => fuzz.Tried)} made, each of {routes.Number} routes at least "
            + $"{routes.Rounds} times; slow ones were ended within {slowest.Max(one => one.EndedAfter)}; "
            + $"peak of memory {before} MiB before and {after} MiB after.");
        AssertAnswered(routes, library, raw);
        Assert.True(after - before is null or < MemoryMaximum, $"The peak of memory was {before}, and is {after} MiB.");
    }

    private static void AssertAnswered(FuzzRoutes routes, HttpFuzz[] library, RawFuzz[] raw)
    {
        Assert.True(routes.Rounds >= RoundsMinimum, $"{routes.Least} was answered only {routes.Rounds} times.");
        AssertMost(library.Sum(fuzz => fuzz.Answered), library.Sum(fuzz => fuzz.Sent));
        AssertMost(raw.Sum(fuzz => fuzz.Answered), raw.Sum(fuzz => fuzz.Waited));
    }

    private static void AssertMost(int answered, int asked) =>
        Assert.True(answered >= asked * AnsweredMinimum, $"Only {answered} of {asked} were answered.");

    private static void AssertGivenUp(SlowConnection one)
    {
        Assert.DoesNotMatch(@"^HTTP/1\.1 5", one.Answer);
        Assert.True(one.EndedAfter is not null, $"The service has not ended one that began with {one.Beginning}");
    }

    private static async Task AssertWellAsync(ShopkeeperProcess service, Merchant shop)
    {
        using var ready = await service.Internal.GetAsync("/health/ready", CancellationToken.None);
        Assert.True(ready.IsSuccessStatusCode, $"Ready answers {(int)ready.StatusCode}.");
        Assert.Equal(shop.InstallationId, await shop.ReadInstallationAsync());
        Assert.DoesNotContain("A request failed:", service.ReadLogs(), StringComparison.Ordinal);
    }

    private static async Task RepeatAsync(Func<CancellationToken, Task> next, Func<bool> goes)
    {
        while (goes()) await next(CancellationToken.None);
    }
}
