using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Frontend.Operations;

/// <summary>An operator has a teardown tried again, or waives a step of it.</summary>
internal static class TeardownOrderOperations
{
    private const int MaximumBytes = 16 * 1024;
    private const int MaximumNameLength = 64;

    public static void MapTeardownOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/teardowns/{id:guid}/retry", RetryAsync).WithName("RetryTeardown")
            .WithSummary("Tries a teardown that stands still or waits again at once; an end that could not be "
                + "confirmed is confirmed from the start.")
            .RequireAuthorization(OperatorPolicies.Act)
            .Produces<TeardownView>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/teardowns/{id:guid}/steps/{step}/waive", WaiveAsync).WithName("WaiveStep")
            .WithSummary("Waives the step at which the teardown stands still or waits, or one participant of it. What "
                + "it leaves is certified as not erased, with the code. purge-data, verify-residue and certify can't "
                + "be waived. erase-participants can also be waived while verify-residue stands, for participants "
                + "that fail then.")
            .RequireAuthorization(OperatorPolicies.Act)
            .ReadsJson<WaiveRequest>().Produces<TeardownView>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static Task<IResult> RetryAsync(
        Guid id, HttpContext context, IGrainFactory grains, ITeardownStore teardowns, ICertificateStore certificates) =>
        OrderAsync(
            id, teardowns, certificates,
            record => Grain(grains, record).RetryAsync(context.RequestAborted), context.RequestAborted);

    private static async Task<IResult> WaiveAsync(
        Guid id, string step, HttpContext context, IGrainFactory grains, ITeardownStore teardowns,
        ICertificateStore certificates)
    {
        var (json, problem) = await Requests.ReadObjectAsync(context.Request, MaximumBytes, context.RequestAborted);
        if (problem is not null) return problem;
        if (Read(json, "code") is not { } code || code.Length > MaximumNameLength)
            return Problem.BadRequest("code", $"Send one of {string.Join(", ", WaiverCodes.All)}.");
        if (IsNoText(json, "note") || Read(json, "note") is { Length: > OrderAuditFilter.MaximumNoteLength })
        {
            return Problem.BadRequest(
                "note", $"Send text of at most {OrderAuditFilter.MaximumNoteLength} characters, or leave it out.");
        }
        if (IsNoText(json, "participant") || Read(json, "participant") is { Length: 0 or > MaximumNameLength })
            return TeardownOrderAnswers.Refused(TeardownOrderOutcome.UnknownParticipant);

        var command = new WaiveStep { Step = step, Participant = Read(json, "participant"), Code = code };
        return await OrderAsync(
            id, teardowns, certificates,
            record => Grain(grains, record).WaiveAsync(command, context.RequestAborted), context.RequestAborted);
    }

    private static async Task<IResult> OrderAsync(
        Guid id, ITeardownStore teardowns, ICertificateStore certificates,
        Func<TeardownRecord, Task<TeardownOrderReply>> order, CancellationToken cancellationToken)
    {
        if (await teardowns.FindAsync(id, cancellationToken) is { } record)
        {
            var reply = await order(record);
            if (reply.Outcome is not (TeardownOrderOutcome.Accepted or TeardownOrderOutcome.Gone))
                return TeardownOrderAnswers.Refused(reply.Outcome);
            // It may be certified by now; then its certificate tells how the order ended.
            if (reply.Outcome == TeardownOrderOutcome.Accepted
                && await TeardownView.FindAsync(id, teardowns, certificates, cancellationToken) is { } view)
                return TypedResults.Accepted($"/ops/api/teardowns/{id}", view);
        }
        return await certificates.FindByTeardownAsync(id, cancellationToken) is null
            ? Problem.NotFound("teardown")
            : TeardownOrderAnswers.Certified();
    }

    private static ITeardown Grain(IGrainFactory grains, TeardownRecord record) =>
        grains.GetGrain<ITeardown>(record.Installation.Value);

    private static bool IsNoText(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null);

    private static string? Read(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
