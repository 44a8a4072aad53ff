using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.RateBudget;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Grains.RateBudget;
using Shopkeeper.Grains.Tests.ApiLogs;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Testing;

namespace Shopkeeper.Grains.Tests.RateBudget;

public sealed class BudgetGateTests : IDisposable
{
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeBudget _budget = new();
    private readonly FakeApiLogStore _log = new();
    private readonly RateBudgetOptions _options = new();
    private BudgetGate? _gate;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_when_the_budget_cannot_be_reached_goes_on()
    {
        _budget.Answer = _ => throw new TimeoutException();
        Assert.Equal(0, await ReserveAsync(10));
        _budget.Answer = _ => throw new Orleans.Runtime.SiloUnavailableException();
        Assert.Equal(0, await ReserveAsync(10));
        await LeaveAsync(Record("ok"), new InstallationId(Guid.CreateVersion7()));
        Assert.Single(_log.Entries);
    }

    [Fact]
    public async Task Call_when_it_waited_as_long_as_it_may_goes_on()
    {
        _options.MaximumWait = TimeSpan.FromSeconds(11);
        _budget.Answer = _ => new BudgetReply { Wait = TimeSpan.FromSeconds(5) };
        var reserving = ReserveAsync(10);
        await Eventually.UntilAsync("it goes on", () =>
        {
            if (!reserving.IsCompleted) _clock.Advance(TimeSpan.FromSeconds(5));
            return reserving.IsCompleted;
        }, cancellationToken: Cancel);
        Assert.Equal(0, await reserving);
        Assert.Equal(3, _budget.Requests.Count);
    }

    [Fact]
    public async Task Call_after_an_answer_is_held_to_cost_what_Shopify_told()
    {
        await ReserveAsync(252);
        await LeaveAsync(Record("ok") with { Cost = new AdminCallCost(37, 35, 900, 50, 1000) });
        await ReserveAsync(252);
        Assert.Equal([252, 37], _budget.Requests.Select(request => request.Points));
        var report = Assert.Single(_budget.Reports);
        Assert.Equal((7, 900, 1000, null), (report.Reservation, report.Available, report.Maximum, report.ThrottledFor));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(null)]
    public async Task Call_when_it_was_throttled_shuts_the_budget_as_long_as_Shopify_says(int? seconds)
    {
        TimeSpan? told = seconds is { } known ? TimeSpan.FromSeconds(known) : null;
        await LeaveAsync(Record("throttled") with { RetryAfter = told });
        Assert.Equal(TimeSpan.FromSeconds(seconds ?? 1), Assert.Single(_budget.Reports).ThrottledFor);
    }

    [Theory]
    [InlineData(240)]
    [InlineData(null)]
    public async Task Call_when_it_was_held_to_be_malicious_holds_the_shops_calls_as_long_as_Shopify_says(int? seconds)
    {
        TimeSpan? told = seconds is { } known ? TimeSpan.FromSeconds(known) : null;
        await LeaveAsync(Record("rejected") with { Status = 430, RetryAfter = told });
        var report = Assert.Single(_budget.Reports);
        Assert.Equal((TimeSpan.FromSeconds(seconds ?? 3600), null), (report.RejectedFor, report.ThrottledFor));

        _budget.Answer = _ => new BudgetReply { HeldFor = TimeSpan.FromMinutes(4) };
        var held = await Assert.ThrowsAsync<CallsHeldException>(() => ReserveAsync(10));
        Assert.Equal(TimeSpan.FromMinutes(4), held.Wait);
    }

    [Fact]
    public async Task Call_that_costs_no_points_asks_for_none()
    {
        Assert.Equal(0, await ReserveAsync(0));
        Assert.Empty(_budget.Requests);
    }

    [Fact]
    public async Task Call_after_the_fence_is_not_written_and_stops_the_work_that_it_belongs_to()
    {
        _log.Ended = true;
        var installation = new InstallationId(Guid.CreateVersion7());
        await Assert.ThrowsAsync<InstallationEndedException>(
            () => LeaveAsync(Record("ok"), installation, stopsAtEnd: true));
        await LeaveAsync(Record("ok"), installation);
        Assert.Empty(_log.Entries);
    }

    public void Dispose() => _services.Dispose();

    private Task<long> ReserveAsync(double points) =>
        Gate().ReserveAsync(Shop, CallPriority.Sync, "products", points, Cancel);

    private Task LeaveAsync(
        AdminCallRecord record, InstallationId? installation = null, bool stopsAtEnd = false) =>
        Gate().LeaveAsync(
            new AdminAccess(Shop, new AccessToken("shpat_canary"))
            {
                Installation = installation?.Value, StopsAtEnd = stopsAtEnd,
            },
            7, 252, record);

    private BudgetGate Gate() => _gate ??= new BudgetGate(
        _ => _budget, new ApiCallLog(_log, NullLogger<ApiCallLog>.Instance), new LearntCosts(),
        ActivatorUtilities.CreateInstance<BudgetMetrics>(_services), Options.Create(_options), _clock,
        NullLogger<BudgetGate>.Instance);

    private static AdminCallRecord Record(string outcome) => new()
    {
        Operation = "products",
        StartedAt = DateTimeOffset.UnixEpoch,
        Duration = TimeSpan.FromMilliseconds(3),
        Outcome = outcome,
        Attempts = 1,
    };

    private sealed class FakeBudget : IShopBudget
    {
        public Func<BudgetRequest, BudgetReply> Answer { get; set; } = _ => new BudgetReply { Reservation = 7 };

        public List<BudgetRequest> Requests { get; } = [];

        public List<BudgetReport> Reports { get; } = [];

        public Task<BudgetReply> TakeAsync(BudgetRequest request)
        {
            Requests.Add(request);
            return Task.FromResult(Answer(request));
        }

        public Task SettleAsync(BudgetReport report)
        {
            Reports.Add(report);
            return Task.CompletedTask;
        }
    }
}
