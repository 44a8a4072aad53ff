using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Compliance;
using Shopkeeper.Grains.Participants;

namespace Shopkeeper.Grains.Tests.Compliance;

/// <summary>Participants are the app's code: whatever one does, the others' answers are kept.</summary>
public sealed class CustomerRoundTests
{
    private readonly FakeTimeProvider _time = new(Samples.Now);
    private readonly ComplianceOptions _options = new() { ParticipantBudget = TimeSpan.FromSeconds(10) };

    [Theory]
    [InlineData(CustomerOperation.Export, "export")]
    [InlineData(CustomerOperation.Redact, "redact")]
    public async Task Participant_that_answers_is_asked_once_under_one_id_and_never_again(
        object operation, string suffix)
    {
        var asked = (CustomerOperation)operation;
        var search = Answers("search");
        var first = await RunAsync(Samples.Request(), asked, search);
        var second = await RunAsync(first.Request, asked, search);

        var context = Assert.Single(search.Asked);
        Assert.Equal(($"op_{Samples.Request().Id:N}-{suffix}", false), (context.OperationId, context.Continues));
        Assert.Equal("blue-widgets.myshopify.com", context.Shop.Value);
        Assert.Equal(asked == CustomerOperation.Export ? 1 : 0, first.Exports.Count);
        Assert.Empty(second.Exports);
        Assert.Null(first.Unsettled(first.Request));
        Assert.Equal(2, Assert.Single(second.Request.Evidence.Participants).Counts[0].Count);
    }

    [Fact]
    public async Task Participants_that_misbehave_fail_by_code_and_keep_no_answer_of_the_others_back()
    {
        var result = await RunAsync(
            Samples.Request(), CustomerOperation.Export,
            Answers("good"),
            new FakeParticipant("busy", _ => throw new ParticipantBusyException(TimeSpan.FromSeconds(9))),
            new FakeParticipant("down", _ => throw new ParticipantCallException("participant-unreachable")),
            new FakeParticipant("bug", _ => throw new InvalidOperationException("john@customer.example")),
            new FakeParticipant("words", _ => Task.FromResult(FakeParticipant.Answer("John's reviews"))),
            new FakeParticipant("names-a-shop", _ => Task.FromResult(FakeParticipant.Answer("blue.myshopify.com"))),
            new FakeParticipant("below", _ => Task.FromResult(FakeParticipant.Answer(count: -1))),
            new FakeParticipant("half", _ => Task.FromResult(FakeParticipant.Answer() with
            {
                Data = System.Text.Json.JsonElement.Parse("{\"\\ud800\":1}"),
            })),
            new FakeParticipant("nothing", _ => Task.FromResult<CustomerExport>(null!)));

        Assert.Equal(["good"], result.Exports.Keys);
        Assert.Equal(
            ["below participant-answer-invalid", "bug participant-failed", "busy participant-busy",
                "down participant-unreachable", "good ", "half participant-answer-invalid",
                "names-a-shop participant-answer-invalid",
                "nothing participant-answer-invalid", "words participant-answer-invalid"],
            result.Request.Evidence.Participants.Select(one => $"{one.Name} {one.Code}"));
        var step = result.Unsettled(result.Request)!;
        Assert.Equal(
            (ComplianceState.Open, Samples.Now.AddSeconds(1)), (step.Request.State, step.Request.NextAttemptAt!.Value));
    }

    [Fact]
    public async Task Participant_that_never_comes_back_is_a_failure_after_its_time()
    {
        var hangs = new FakeParticipant("hangs", _ => new TaskCompletionSource<CustomerExport>().Task);
        var round = RunAsync(Samples.Request(), CustomerOperation.Export, hangs);
        while (!round.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var participant = Assert.Single((await round).Request.Evidence.Participants);
        Assert.Equal((ParticipantCodes.TimedOut, 1), (participant.Code, participant.Attempts));
    }

    [Fact]
    public async Task Database_that_does_not_answer_is_no_failure_of_a_participant()
    {
        var storage = new FakeParticipant("mine", _ => throw new StorageUnavailableException("down"));

        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => RunAsync(Samples.Request(), CustomerOperation.Export, storage));
    }

    [Theory]
    [InlineData("Two Words", "other")]
    [InlineData("shopkeeper", "other")]
    [InlineData("same", "same")]
    public void Roster_with_a_name_that_is_none_ours_or_used_twice_is_refused(string first, string second) =>
        Assert.Throws<InvalidOperationException>(() => new CustomerRoster([Answers(first), Answers(second)]));

    private static FakeParticipant Answers(string name) =>
        new(name, _ => Task.FromResult(FakeParticipant.Answer()));

    private Task<CustomerRoundResult> RunAsync(
        ComplianceRequest request, CustomerOperation operation, params ICustomerDataParticipant[] participants) =>
        new CustomerRound(
            new CustomerRoster(participants), Options.Create(_options), _time, NullLogger<CustomerRound>.Instance)
            .RunAsync(
                request, Samples.Stay("live"), Samples.Subject, operation, TestContext.Current.CancellationToken);
}
