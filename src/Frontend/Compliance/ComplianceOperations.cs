using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Operations;
using Shopkeeper.Frontend.Paging;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Frontend.Compliance;

/// <summary>The compliance desk as operators see it.</summary>
internal static class ComplianceOperations
{
    public static void MapCompliance(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/compliance", ListAsync).WithName("ListComplianceRequests")
            .WithSummary("What Shopify asked for customers and merchants, those due first first. Codes and counts: it "
                + "names nobody.")
            .Produces<PageView<ComplianceView>>();
        routes.MapGet("/compliance/{request:guid}", GetAsync).WithName("GetComplianceRequest")
            .WithSummary("One request of the compliance desk.").Produces<ComplianceView>();
        routes.MapGet("/compliance/{request:guid}/export", ExportAsync).WithName("ExportComplianceRequest")
            .WithSummary("The export of a data request that is ready, to be handed to the store's owner. The only "
                + "answer with a customer's data; each reading stands in the audit log.")
            .RequireAuthorization(OperatorPolicies.Act)
            .Produces<JsonElement>().ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>The export, once it is ready.</summary>
    public static async Task<IResult> ReadExportAsync(
        HttpContext context, IComplianceStore store, ComplianceRequest request)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (request.State != ComplianceState.Ready) return ComplianceAnswers.Refused(ComplianceOrderOutcome.NotReady);
        return await store.ReadExportAsync(request.Id, context.RequestAborted) is { } json
            ? TypedResults.Text(json, "application/json")
            : ComplianceAnswers.Refused(ComplianceOrderOutcome.NotReady);
    }

    // A request of a form that is not known yet is somebody's request, too: an operator has to see whose.
    private static async Task<IResult> ReadExportOrBodyAsync(
        HttpContext context, IComplianceStore store, ComplianceRequest request)
    {
        if (request is not { State: ComplianceState.Stalled, Code: ComplianceCodes.Unreadable }
            || await store.ReadBodyAsync(request.Id, context.RequestAborted) is not { } body)
        {
            return await ReadExportAsync(context, store, request);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(body, "application/octet-stream");
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, IComplianceStore store, TimeProvider time, string? state, string? topic, string? shop,
        string? dueBefore)
    {
        if (!Requests.TryPage(context.Request, out var page, out var problem)) return problem;
        ShopDomain? domain = null;
        if (shop is not null && !Requests.TryShop(shop, out domain, out var refused)) return refused;
        if (!Names.TryParse<ComplianceState>(state, out var wanted))
            return Problem.BadRequest("state", $"Send one of {Names.All<ComplianceState>()}, or none.");
        if (topic is not null && !WebhookTopics.IsCompliance(topic))
            return Problem.BadRequest("topic", "Send customers/data_request, customers/redact or shop/redact.");
        if (!AuditOperations.TryTime(dueBefore, out var before))
            return Problem.BadRequest("dueBefore", "Send one time such as 2026-01-31T00:00:00Z.");
        var filter = new ComplianceFilter { State = wanted, Topic = topic, Shop = domain, DueBefore = before };
        var found = await store.ListAsync(filter, page, context.RequestAborted);
        return TypedResults.Ok(PageView.Of(found, one => ComplianceView.Of(one, time.GetUtcNow())));
    }

    private static async Task<IResult> GetAsync(
        Guid request, HttpContext context, IComplianceStore store, TimeProvider time) =>
        await store.FindAsync(request, context.RequestAborted) is { } found
            ? TypedResults.Ok(ComplianceView.Of(found, time.GetUtcNow()))
            : Problem.NotFound("request");

    private static Task<IResult> ExportAsync(
        Guid request, HttpContext context, IComplianceStore store, AuditedCall audited) =>
        // Nobody gets an export whose reading could not be written down.
        audited.RunAsync(
            context.User.Identity?.Name ?? "unknown", "export-compliance-request", request,
            async () => await store.FindAsync(request, context.RequestAborted) is { } found
                ? await ReadExportOrBodyAsync(context, store, found)
                : Problem.NotFound("request"),
            context.RequestAborted);
}
