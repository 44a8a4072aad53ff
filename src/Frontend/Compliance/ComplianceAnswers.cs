using Microsoft.AspNetCore.Http;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Frontend.Compliance;

/// <summary>What operators and back ends are told about an order that is not carried out.</summary>
internal static class ComplianceAnswers
{
    public static IResult Refused(ComplianceOrderOutcome outcome) => outcome switch
    {
        ComplianceOrderOutcome.NotReady => Conflict(
            "export-not-ready", "There is no export to hand over.", "request",
            "Read the request: a data request whose state is ready has one."),
        ComplianceOrderOutcome.Closed => Conflict(
            "request-closed", "The request was closed before, in another way.", "request",
            "Read the request for how it was answered."),
        ComplianceOrderOutcome.NothingToRetry => Conflict(
            "nothing-to-retry", "The request is being worked on, is ready, or can't be read.", "request",
            "Read it again; retry it when it waits or stands still for a cause that can be mended."),
        ComplianceOrderOutcome.StillRuns => Conflict(
            "request-running", "The request's own work can still end it.", "code",
            $"Wait, or send {ComplianceCodes.LegalHold} or {ComplianceCodes.HandledElsewhere}."),
        ComplianceOrderOutcome.CodeRefused => Problem.BadRequest(
            "code", $"Send one of {string.Join(", ", ComplianceCodes.OfOperators)}."),
        _ => Problem.NotFound("request"),
    };

    private static IResult Conflict(string code, string title, string field, string remedy) =>
        Problem.Of(StatusCodes.Status409Conflict, code, title, new FieldProblem(field, remedy));
}
