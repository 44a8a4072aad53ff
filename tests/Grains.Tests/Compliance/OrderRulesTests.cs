using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Compliance;

namespace Shopkeeper.Grains.Tests.Compliance;

/// <summary>What operators may order of a request, and when.</summary>
public sealed class OrderRulesTests
{
    [Theory]
    [InlineData(ComplianceState.Open, ComplianceCodes.Withdrawn, ComplianceOrderOutcome.StillRuns)]
    [InlineData(ComplianceState.Waiting, ComplianceCodes.NotApplicable, ComplianceOrderOutcome.StillRuns)]
    [InlineData(ComplianceState.Open, ComplianceCodes.LegalHold, null)]
    [InlineData(ComplianceState.Waiting, ComplianceCodes.HandledElsewhere, null)]
    [InlineData(ComplianceState.Stalled, ComplianceCodes.NotApplicable, null)]
    [InlineData(ComplianceState.Ready, ComplianceCodes.Withdrawn, null)]
    [InlineData(ComplianceState.Stalled, ComplianceCodes.Done, ComplianceOrderOutcome.CodeRefused)]
    [InlineData(ComplianceState.Closed, ComplianceCodes.LegalHold, ComplianceOrderOutcome.Closed)]
    public void Closing_needs_a_reason_that_fits_how_far_the_request_is(
        ComplianceState state, string code, ComplianceOrderOutcome? refused) =>
        Assert.Equal(refused, ComplianceOrderRules.RefuseClosing(Samples.Request(state: state), code));

    [Fact]
    public void Orders_when_repeated_are_accepted_again()
    {
        var closed = Samples.Request(state: ComplianceState.Closed, code: ComplianceCodes.LegalHold);
        var delivered = Samples.Request(state: ComplianceState.Closed, code: ComplianceCodes.Delivered);

        Assert.Equal(
            ComplianceOrderOutcome.Accepted, ComplianceOrderRules.RefuseClosing(closed, ComplianceCodes.LegalHold));
        Assert.Equal(ComplianceOrderOutcome.Accepted, ComplianceOrderRules.RefuseDelivery(delivered));
        Assert.Equal(ComplianceOrderOutcome.Closed, ComplianceOrderRules.RefuseDelivery(closed));
    }

    [Fact]
    public void Handing_over_needs_an_export_that_is_ready()
    {
        var ready = Samples.Request(state: ComplianceState.Ready) with { HasExport = true };

        Assert.Null(ComplianceOrderRules.RefuseDelivery(ready));
        Assert.Equal(
            ComplianceOrderOutcome.NotReady, ComplianceOrderRules.RefuseDelivery(ready with { HasExport = false }));
        Assert.Equal(
            ComplianceOrderOutcome.NotReady,
            ComplianceOrderRules.RefuseDelivery(Samples.Request() with { HasExport = true }));
    }

    [Fact]
    public void Retrying_is_for_what_stands_still_or_waits_and_asks_only_those_who_have_not_answered()
    {
        var answered = new ComplianceParticipant { Name = "answers", State = CustomerRoundRules.Answered };
        var failed = new ComplianceParticipant { Name = "fails", State = CustomerRoundRules.Failed, Attempts = 60 };
        var stalled = Samples.Request(state: ComplianceState.Stalled, code: "participant-failed:fails") with
        {
            Evidence = new ComplianceEvidence { Participants = [answered, failed] },
        };

        Assert.Null(ComplianceOrderRules.RefuseRetry(stalled, Samples.Now));
        Assert.Equal(
            ComplianceOrderOutcome.NothingToRetry, ComplianceOrderRules.RefuseRetry(Samples.Request(), Samples.Now));
        Assert.Null(ComplianceOrderRules.RefuseRetry(
            Samples.Request() with { NextAttemptAt = Samples.Now.AddMinutes(5) }, Samples.Now));
        Assert.Equal(
            ComplianceOrderOutcome.NothingToRetry,
            ComplianceOrderRules.RefuseRetry(Samples.Request(state: ComplianceState.Ready), Samples.Now));
        foreach (var code in (string[])[ComplianceCodes.Unreadable, ComplianceCodes.SubjectExpired])
        {
            Assert.Equal(
                ComplianceOrderOutcome.NothingToRetry,
                ComplianceOrderRules.RefuseRetry(stalled with { Code = code }, Samples.Now));
        }

        var retried = ComplianceOrderRules.Retried(stalled, Samples.Now);
        Assert.Equal((ComplianceState.Open, Samples.Now), (retried.State, retried.NextAttemptAt!.Value));
        Assert.Equal([answered, failed with { Attempts = 0 }], retried.Evidence.Participants);
        Assert.Empty(ComplianceOrderRules.Retried(
            stalled with { Code = ComplianceCodes.ExportExpired }, Samples.Now).Evidence.Participants);
    }
}
