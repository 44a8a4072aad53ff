using Microsoft.AspNetCore.Http;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Frontend.Operations;

/// <summary>What operators are told about an order that is not carried out.</summary>
internal static class TeardownOrderAnswers
{
    public static IResult Certified() => Conflict(
        "certified", "The teardown is certified.", "teardown", "Nothing is left to do: read its certificate.");

    public static IResult Refused(TeardownOrderOutcome outcome) => outcome switch
    {
        TeardownOrderOutcome.NothingToRetry => Conflict(
            "nothing-to-retry", "The teardown is being worked on.", "teardown",
            "Read it again; retry it when it waits or stands still."),
        TeardownOrderOutcome.UnknownStep => Problem.NotFound("step"),
        TeardownOrderOutcome.UnknownParticipant => Problem.BadRequest(
            "participant", "Send the name of a participant that the step asks, or leave it out."),
        TeardownOrderOutcome.CodeRefused => Problem.BadRequest(
            "code",
            $"Send one of {string.Join(", ", WaiverCodes.All)}; participant-… only for steps that ask participants, "
            + "shop-unreachable only for steps that call Shopify."),
        TeardownOrderOutcome.NotWaivable => Conflict(
            "not-waivable", "This step can't be waived: a certificate would say more than is known.", "step",
            "Retry the teardown when the cause is gone."),
        TeardownOrderOutcome.NotEnded => Conflict(
            "end-not-confirmed", "The installation has not ended, so there are no steps.", "teardown",
            "Retry the confirmation, or end the installation by an order of your own."),
        TeardownOrderOutcome.NotReached => Conflict(
            "step-not-reached", "The teardown has not come to this step.", "step",
            "Waive a step only where the teardown stands still or waits."),
        TeardownOrderOutcome.RunsNow => Conflict(
            "step-running", "The step runs right now.", "step", "Wait until it waits or stands still."),
        TeardownOrderOutcome.Done => Conflict(
            "step-done", "The step is done, and nothing of it fails.", "step", "There is nothing to waive."),
        TeardownOrderOutcome.AlreadyWaived => Conflict(
            "step-waived", "The step was waived for another reason.", "code",
            "The first reason stands; read the teardown for it."),
        _ => Problem.NotFound("teardown"),
    };

    private static IResult Conflict(string code, string title, string field, string remedy) =>
        Problem.Of(StatusCodes.Status409Conflict, code, title, new FieldProblem(field, remedy));
}
