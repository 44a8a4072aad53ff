using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Compliance;

namespace Shopkeeper.Grains.Tests.Compliance;

/// <summary>When participants are asked for a request, and what their answers mean.</summary>
public sealed class RoundRulesTests
{
    private static readonly ComplianceOptions Options = new() { ParticipantAttempts = 3 };

    private static ComplianceParticipant New => new() { Name = "search", State = CustomerRoundRules.Failed };

    [Fact]
    public void Redaction_that_is_asked_for_again_is_another_call_and_an_export_the_same()
    {
        var (first, again) = (Samples.Request(), Samples.Request() with { Repeated = 2 });

        Assert.Equal(
            $"{CustomerRoundRules.OperationId(first, CustomerOperation.Redact)}-2",
            CustomerRoundRules.OperationId(again, CustomerOperation.Redact));
        Assert.Equal(
            CustomerRoundRules.OperationId(first, CustomerOperation.Export),
            CustomerRoundRules.OperationId(again, CustomerOperation.Export));
    }

    [Fact]
    public void Participant_that_fails_is_asked_with_growing_waits_and_given_up_in_sight()
    {
        var first = Fail(New);
        var second = Fail(first);
        var third = Fail(second);

        Assert.Equal(
            [Samples.Now.AddSeconds(1), Samples.Now.AddSeconds(2), null],
            [first.NextAt, second.NextAt, third.NextAt]);
        Assert.True(CustomerRoundRules.IsDue(New, false, Samples.Now));
        Assert.False(CustomerRoundRules.IsDue(first, false, Samples.Now));
        Assert.True(CustomerRoundRules.IsDue(first, false, Samples.Now.AddSeconds(1)));
        Assert.False(CustomerRoundRules.IsDue(third, false, Samples.Now.AddDays(1)));
        Assert.Equal((null, "participant-failed:search"), CustomerRoundRules.Sum([third]));
    }

    [Fact]
    public void Participant_at_the_end_of_a_stay_is_asked_at_once_and_never_given_up()
    {
        var tired = New with { Attempts = 50 };

        Assert.True(CustomerRoundRules.IsDue(tired, true, Samples.Now));
        var again = CustomerRoundRules.AfterFailure(
            tired, "participant-failed", null, Samples.Now, Options, isEnding: true);
        Assert.Equal(Samples.Now.AddMinutes(1), again.NextAt);
    }

    [Fact]
    public void Participant_that_asks_for_time_spends_no_attempt_until_the_patience_ends()
    {
        var busy = CustomerRoundRules.AfterBusy(New, TimeSpan.FromSeconds(9), Samples.Now, Options, false);
        var tooLong = CustomerRoundRules.AfterBusy(
            busy, TimeSpan.FromSeconds(9), Samples.Now + Options.ParticipantPatience + TimeSpan.FromSeconds(1), Options,
            false);

        Assert.Equal((CustomerRoundRules.Busy, 0, Samples.Now.AddSeconds(9)), (busy.State, busy.Attempts, busy.NextAt));
        Assert.Equal(
            (CustomerRoundRules.Failed, "participant-busy-too-long", 1),
            (tooLong.State, tooLong.Code, tooLong.Attempts));
    }

    [Fact]
    public void Retry_after_of_a_participant_is_honoured()
    {
        var failed = CustomerRoundRules.AfterFailure(
            New, "participant-refused", TimeSpan.FromMinutes(7), Samples.Now, Options, false);

        Assert.Equal(Samples.Now.AddMinutes(7), failed.NextAt);
    }

    [Fact]
    public void Round_goes_on_while_anybody_is_still_asked_and_is_over_when_all_have_answered()
    {
        var answered = New with { Name = "mail", State = CustomerRoundRules.Answered };
        var given = New with { Name = "old", Attempts = 3, Code = "participant-refused" };
        var waits = Fail(New);

        Assert.Equal((waits.NextAt, "participant-refused:old"), CustomerRoundRules.Sum([answered, given, waits]));
        Assert.Equal((null, null), CustomerRoundRules.Sum([answered]));
        Assert.Equal((null, null), CustomerRoundRules.Sum([]));
    }

    private static ComplianceParticipant Fail(ComplianceParticipant before) =>
        CustomerRoundRules.AfterFailure(before, "participant-failed", null, Samples.Now, Options, isEnding: false);
}
