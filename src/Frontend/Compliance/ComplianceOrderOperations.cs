using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Operations;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Frontend.Compliance;

/// <summary>What operators order of a request of the compliance desk.</summary>
internal static class ComplianceOrderOperations
{
    private const int MaximumBytes = 16 * 1024;
    private const int MaximumCodeLength = 64;

    public static void MapComplianceOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/compliance/{request:guid}/deliver", DeliverAsync).WithName("DeliverComplianceRequest")
            .WithSummary("The export was handed to the store's owner: closes the request and destroys the export.")
            .RequireAuthorization(OperatorPolicies.Act).Produces<ComplianceView>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/compliance/{request:guid}/close", CloseAsync).WithName("CloseComplianceRequest")
            .WithSummary("Closes a request for a reason. One that its own work can still end is closed only as "
                + "legal-hold or handled-elsewhere.")
            .RequireAuthorization(OperatorPolicies.Act).ReadsJson<CloseRequest>().Produces<ComplianceView>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/compliance/{request:guid}/retry", RetryAsync).WithName("RetryComplianceRequest")
            .WithSummary("Tries a request that stands still or waits again at once.")
            .RequireAuthorization(OperatorPolicies.Act).Produces<ComplianceView>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>The answer to an order: the request as it stands, or why it was not carried out.</summary>
    public static async Task<IResult> AnswerAsync(
        Guid request, ComplianceReply reply, HttpContext context, IComplianceStore store, TimeProvider time)
    {
        if (reply.Outcome != ComplianceOrderOutcome.Accepted) return ComplianceAnswers.Refused(reply.Outcome);
        return await store.FindAsync(request, context.RequestAborted) is { } found
            ? TypedResults.Ok(ComplianceView.Of(found, time.GetUtcNow()))
            : Problem.NotFound("request");
    }

    private static async Task<IResult> DeliverAsync(
        Guid request, HttpContext context, IGrainFactory grains, IComplianceStore store, TimeProvider time)
    {
        if (await store.FindAsync(request, context.RequestAborted) is null) return Problem.NotFound("request");
        var reply = await Grain(grains, request).DeliverAsync(ActorOf(context), context.RequestAborted);
        return await AnswerAsync(request, reply, context, store, time);
    }

    private static async Task<IResult> RetryAsync(
        Guid request, HttpContext context, IGrainFactory grains, IComplianceStore store, TimeProvider time)
    {
        if (await store.FindAsync(request, context.RequestAborted) is null) return Problem.NotFound("request");
        var reply = await Grain(grains, request).RetryAsync(context.RequestAborted);
        return await AnswerAsync(request, reply, context, store, time);
    }

    private static async Task<IResult> CloseAsync(
        Guid request, HttpContext context, IGrainFactory grains, IComplianceStore store, TimeProvider time)
    {
        var (json, problem) = await Requests.ReadObjectAsync(context.Request, MaximumBytes, context.RequestAborted);
        if (problem is not null) return problem;
        if (Read(json, "code") is not { Length: <= MaximumCodeLength } code)
            return ComplianceAnswers.Refused(ComplianceOrderOutcome.CodeRefused);
        if (IsNoText(json, "note") || Read(json, "note") is { Length: > OrderAuditFilter.MaximumNoteLength })
        {
            return Problem.BadRequest(
                "note", $"Send text of at most {OrderAuditFilter.MaximumNoteLength} characters, or leave it out.");
        }

        if (await store.FindAsync(request, context.RequestAborted) is null) return Problem.NotFound("request");
        var reply = await Grain(grains, request).CloseAsync(ActorOf(context), code, context.RequestAborted);
        return await AnswerAsync(request, reply, context, store, time);
    }

    private static IComplianceCase Grain(IGrainFactory grains, Guid request) =>
        grains.GetGrain<IComplianceCase>(request);

    private static string ActorOf(HttpContext context) => context.User.Identity?.Name ?? "unknown";

    private static bool IsNoText(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null);

    private static string? Read(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
