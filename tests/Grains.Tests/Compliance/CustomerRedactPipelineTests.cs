using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Compliance;
using Shopkeeper.Grains.Participants;

namespace Shopkeeper.Grains.Tests.Compliance;

/// <summary>A redaction is done when nothing of ours holds the customer, an export included.</summary>
public sealed class CustomerRedactPipelineTests
{
    private const string Order = """{"customer":{"id":191167}}""";
    private readonly FakeTimeProvider _time = new(Samples.Now);
    private readonly MemoryDesk _desk = new(Samples.Request("customers/redact"));
    private readonly MemoryDeliveries _inbox = new();

    [Fact]
    public async Task Redaction_when_a_data_request_of_before_holds_him_waits_until_that_is_handed_over()
    {
        _inbox.Add("orders/create", Order);
        _desk.Asked.Add(new ComplianceSubject { Email = "JOHN@customer.example" });
        _desk.Asked.Add(new ComplianceSubject { CustomerId = 5, Email = "jane@customer.example", Orders = [7] });

        var held = await RunAsync(_desk.Request);
        Assert.Equal((ComplianceState.Waiting, ComplianceCodes.AwaitsHandover), (held.State, held.Code));
        Assert.Contains("compliance_requests:left 1", Counts(held));
        Assert.Empty(_inbox.Rows);
        Assert.Equal(Samples.Now.AddMinutes(6), held.NextAttemptAt);

        // Looking again costs no other look through the inbox.
        var looks = _inbox.Listed;
        var still = await RunAsync(held);
        Assert.Equal((ComplianceState.Waiting, looks), (still.State, _inbox.Listed));

        _desk.Asked.RemoveAt(0);
        var done = await RunAsync(still);
        Assert.Equal((ComplianceState.Closed, ComplianceCodes.Done), (done.State, done.Code));
        Assert.Equal(
            ["webhook_inbox 1", "webhook_inbox:left 0", "webhook_inbox:not-judged 0", "compliance_requests:left 0"],
            Counts(done));
    }

    [Fact]
    public async Task Redaction_goes_through_the_inbox_only_once_all_participants_have_answered()
    {
        _inbox.Add("orders/create", Order);
        var down = true;
        var slow = new FakeParticipant("slow", _ => down
            ? throw new ParticipantCallException("participant-unreachable")
            : Task.FromResult(FakeParticipant.Answer()));

        var waits = await RunAsync(_desk.Request, slow);
        Assert.Equal((ComplianceState.Open, 0), (waits.State, _inbox.Listed));

        down = false;
        _time.SetUtcNow(waits.NextAttemptAt!.Value);
        var done = await RunAsync(waits, slow);
        Assert.Equal((ComplianceState.Closed, 0), (done.State, _inbox.Rows.Count));
    }

    private static List<string> Counts(ComplianceRequest request) =>
        [.. request.Evidence.Counts.Select(one => $"{one.Store} {one.Count}")];

    private async Task<ComplianceRequest> RunAsync(
        ComplianceRequest request, params ICustomerDataParticipant[] participants)
    {
        var options = Options.Create(new ComplianceOptions());
        var round = new CustomerRound(
            new CustomerRoster(participants), options, _time, NullLogger<CustomerRound>.Instance);
        var pipeline = new CustomerRedactPipeline(_desk, round, new CustomerTraces(_inbox), options, _time);
        return (await pipeline.RunAsync(request, _desk.Stay, TestContext.Current.CancellationToken)).Request;
    }
}
