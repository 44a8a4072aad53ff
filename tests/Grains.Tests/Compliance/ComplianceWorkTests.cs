using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Compliance;

namespace Shopkeeper.Grains.Tests.Compliance;

/// <summary>A request's own work, with whatever a shop's data makes of it: no request keeps others waiting.</summary>
public sealed class ComplianceWorkTests : IDisposable
{
    private const string HalfSurrogate = "\\ud800";
    private readonly FakeTimeProvider _time = new(Samples.Now);
    private readonly ComplianceOptions _options = new() { ParticipantAttempts = 3 };
    private readonly ServiceProvider _metering = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MemoryDesk _desk = new(Samples.Request());
    private readonly MemoryDeliveries _inbox = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _metering.Dispose();

    [Fact]
    public async Task Data_request_when_stored_bodies_are_odd_is_ready_and_holds_each_that_names_him()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 126)) + "{\"email\":\"john@customer.example\"}"
            + new string('}', 126);
        _inbox.Add("orders/create", $"{{\"{HalfSurrogate}\":1,\"email\":\"john@customer.example\"}}");
        _inbox.Add("orders/create", $"{{\"note\":\"{HalfSurrogate}\",\"email\":\"john@customer.example\"}}");
        _inbox.Add("orders/create", [.. "{\"email\":\"john@customer.example\",\"n\":\""u8, 0xff, .. "\"}"u8]);
        _inbox.Add("orders/create", deep);
        _inbox.Add("orders/create", [.. Encoding.UTF8.Preamble, .. "{\"email\":\"john@customer.example\"}"u8]);
        _inbox.Add("orders/create", "no JSON");

        await WorkOn(DataRequest()).AdvanceAsync(_desk.Request.Id, Cancel);

        Assert.Equal((ComplianceState.Ready, null), (_desk.Request.State, _desk.Request.Code));
        Assert.Equal(
            ["webhook_inbox 5", "webhook_inbox:not-judged 1"],
            _desk.Request.Evidence.Counts.Select(one => $"{one.Store} {one.Count}"));
        using var export = JsonDocument.Parse(_desk.Export!, new JsonDocumentOptions { MaxDepth = 200 });
        var bodies = export.RootElement.GetProperty("sections")[0].GetProperty("data").GetProperty("deliveries")
            .EnumerateArray().ToList();
        Assert.Equal(5, bodies.Count);
        Assert.All(bodies, (one, index) => Assert.True(one.TryGetProperty(index < 3 ? "bodyBase64" : "body", out _)));
        Assert.Equal(_inbox.Rows[0].Body, bodies[0].GetProperty("bodyBase64").GetBytesFromBase64());
        // It is read again when another participant answers later.
        Assert.True(ExportBundle.Read(_desk.Export)!.Has(ExportBundle.OwnSection));
    }

    [Fact]
    public async Task Work_that_throws_is_tried_with_growing_waits_and_then_stands_still()
    {
        var work = WorkOn(new Failing());
        List<double> waits = [];
        for (var tries = 0; tries < 2; tries++)
        {
            await work.AdvanceAsync(_desk.Request.Id, Cancel);
            Assert.Equal((ComplianceState.Open, ComplianceCodes.WorkFailed), (_desk.Request.State, _desk.Request.Code));
            waits.Add((_desk.Request.NextAttemptAt!.Value - _time.GetUtcNow()).TotalSeconds);
            _time.SetUtcNow(_desk.Request.NextAttemptAt!.Value);
        }

        await work.AdvanceAsync(_desk.Request.Id, Cancel);

        Assert.Equal([1, 2], waits);
        Assert.Equal(
            (ComplianceState.Stalled, ComplianceCodes.WorkFailed, null),
            (_desk.Request.State, _desk.Request.Code, _desk.Request.NextAttemptAt));
        // An operator's retry has all attempts before it again.
        Assert.Equal(0, ComplianceOrderRules.Retried(_desk.Request, Samples.Now).Attempts);
    }

    [Fact]
    public async Task Work_that_the_database_does_not_answer_counts_as_no_failure()
    {
        var work = WorkOn(new Failing(new StorageUnavailableException("unreachable")));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => work.AdvanceAsync(_desk.Request.Id, Cancel));

        Assert.Equal(0, _desk.Request.Attempts);
    }

    private ComplianceWork WorkOn(ICompliancePipeline pipeline) => new(
        _desk, [pipeline], Options.Create(_options), new ComplianceMetrics(
            _metering.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()),
        _time, NullLogger<ComplianceWork>.Instance);

    private DataRequestPipeline DataRequest() => new(
        _desk,
        new CustomerRound(
            new CustomerRoster([]), Options.Create(_options), _time, NullLogger<CustomerRound>.Instance),
        new CustomerTraces(_inbox), Options.Create(_options), _time);

    private sealed class Failing(Exception? fault = null) : ICompliancePipeline
    {
        public string Topic => "customers/data_request";

        public Task<ComplianceStep> RunAsync(
            ComplianceRequest request, ComplianceStay stay, CancellationToken cancellationToken) =>
            throw fault ?? new InvalidOperationException("john@customer.example");
    }
}
