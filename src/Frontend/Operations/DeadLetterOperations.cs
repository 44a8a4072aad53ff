using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Paging;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Frontend.Operations;

/// <summary>
/// Deliveries that were given up: an operator reads of them, has them handled again, or deletes them.
/// </summary>
internal static class DeadLetterOperations
{
    private static readonly string[] Reasons =
        ["handled-elsewhere", "obsolete", "malformed", "privacy", "test", "other"];

    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/dead-letters", ListAsync).WithName("ListDeadLetters")
            .WithSummary("Deliveries that were given up, newest first, by shop and topic; never a payload.")
            .Produces<PageView<DeadLetterView>>();
        routes.MapPost("/dead-letters/{id:long}/replay", ReplayAsync).WithName("ReplayDeadLetter")
            .WithSummary("Has a dead letter handled again, from its first attempt. 409 for an installation that has "
                + "ended.")
            .WithMetadata(new OrderSubject(ShopOfAsync)).RequireAuthorization(OperatorPolicies.Act)
            .Produces<DeadLetterReplayView>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/shops/{shop}/dead-letters/replay", ReplayAllAsync).WithName("ReplayDeadLetters")
            .WithSummary("The same for those of a shop, or of one topic of it, oldest first, "
                + $"{IDeadLetters.ReplayMaximum} at a time.")
            .RequireAuthorization(OperatorPolicies.Act)
            .Produces<DeadLetterReplayView>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapDelete("/dead-letters/{id:long}", DropAsync).WithName("DropDeadLetter")
            .WithSummary("Deletes a dead letter with its payload, for a reason, which stands in the audit log: "
                + string.Join(", ", Reasons) + ".")
            .WithMetadata(new OrderSubject(ShopOfAsync)).RequireAuthorization(OperatorPolicies.Act)
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, IDeadLetters letters, string? shop, string? topic)
    {
        if (!Requests.TryPage(context.Request, out var page, out var problem)) return problem;
        ShopDomain? domain = null;
        if (shop is not null && !Requests.TryShop(shop, out domain, out var refused)) return refused;
        if (!TryTopic(topic, out var wanted, out var unknown)) return unknown;
        var found = await letters.ListAsync(domain, wanted, page, context.RequestAborted);
        return TypedResults.Ok(PageView.Of(found, DeadLetterView.Of));
    }

    private static async Task<IResult> ReplayAsync(
        long id, HttpContext context, IDeadLetters letters, IWorkSignals signals) =>
        Answer(await letters.ReplayAsync(id, context.RequestAborted), signals);

    private static async Task<IResult> ReplayAllAsync(
        string shop, string? topic, HttpContext context, IDeadLetters letters, IWorkSignals signals)
    {
        if (!Requests.TryShop(shop, out var domain, out var problem)) return problem;
        if (!TryTopic(topic, out var wanted, out var unknown)) return unknown;
        return Answer(await letters.ReplayAllAsync(domain, wanted, context.RequestAborted), signals);
    }

    private static async Task<IResult> DropAsync(long id, string? reason, HttpContext context, IDeadLetters letters)
    {
        if (!Reasons.Contains(reason))
            return Problem.BadRequest("reason", $"Send one of {string.Join(", ", Reasons)}.");
        return await letters.DropAsync(id, context.RequestAborted)
            ? TypedResults.NoContent()
            : Problem.NotFound("dead letter");
    }

    private static IResult Answer(ReplayReply reply, IWorkSignals signals)
    {
        switch (reply.Outcome)
        {
            case ReplayOutcome.Unknown:
                return Problem.NotFound("dead letter");
            case ReplayOutcome.InstallationEnded:
                return Problem.Of(
                    StatusCodes.Status409Conflict, "installation-ended",
                    "The installation that it belongs to has ended.",
                    new FieldProblem("shop", "Nothing may be done for it any more; its teardown purges what is left."));
            default:
                if (reply.Replayed > 0) signals.Notify(WorkKind.Deliveries);
                return TypedResults.Accepted(
                    (string?)null, new DeadLetterReplayView(reply.Replayed, reply.Remaining));
        }
    }

    private static bool TryTopic(
        string? text, out string? topic, [NotNullWhen(false)] out IResult? problem)
    {
        topic = null;
        problem = text is null || WebhookTopics.TryNormalize(text, out topic)
            ? null
            : Problem.BadRequest("topic", "Send one topic, such as orders/create, or none.");
        return problem is null;
    }

    private static async Task<ShopDomain?> ShopOfAsync(HttpContext context, string id) =>
        long.TryParse(id, out var number)
        && context.RequestServices.GetService(typeof(IDeadLetters)) is IDeadLetters letters
        && await letters.FindAsync(number, context.RequestAborted) is { } letter
            ? letter.Shop
            : null;
}
