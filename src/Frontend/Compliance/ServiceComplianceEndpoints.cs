using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.BackEnds;
using Shopkeeper.Frontend.Operations;
using Shopkeeper.Frontend.Paging;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Compliance;

/// <summary>The compliance desk for the app's own back ends, a shop at a time.</summary>
internal static class ServiceComplianceEndpoints
{
    public static void MapServiceCompliance(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/shops/{shop}/compliance", ListAsync).WithName("ListServiceCompliance")
            .WithSummary("The shop's compliance requests, those due first first. Scope compliance:read.")
            .RequireAuthorization(ServiceScopes.ComplianceRead).Produces<PageView<ComplianceView>>();
        routes.MapGet("/shops/{shop}/compliance/{request:guid}/export", ExportAsync).WithName("ReadServiceExport")
            .WithSummary("The export of a customer's data, for the store's owner. Each reading stands in the audit "
                + "log. Scope compliance:export.")
            .RequireAuthorization(ServiceScopes.ComplianceExport)
            .Produces<JsonElement>().ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapPost("/shops/{shop}/compliance/{request:guid}/deliver", DeliverAsync).WithName("DeliverServiceExport")
            .WithSummary("The store's owner has the export: closes the request and destroys it. Twice is as once. "
                + "Scope compliance:export.")
            .RequireAuthorization(ServiceScopes.ComplianceExport)
            .Produces<ComplianceView>().ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ListAsync(
        string shop, HttpContext context, IComplianceStore store, TimeProvider time, string? state)
    {
        if (!Requests.TryShop(shop, out var domain, out var problem)) return problem;
        if (!Requests.TryPage(context.Request, out var page, out var refused)) return refused;
        if (!Names.TryParse<ComplianceState>(state, out var wanted))
            return Problem.BadRequest("state", $"Send one of {Names.All<ComplianceState>()}, or none.");
        var filter = new ComplianceFilter { Shop = domain, State = wanted };
        var found = await store.ListAsync(filter, page, context.RequestAborted);
        return TypedResults.Ok(PageView.Of(found, one => ComplianceView.Of(one, time.GetUtcNow())));
    }

    private static async Task<IResult> ExportAsync(
        string shop, Guid request, HttpContext context, IComplianceStore store, AuditedCall audited)
    {
        if (!Requests.TryShop(shop, out var domain, out var problem)) return problem;
        return await audited.RunAsync(
            ActorOf(context), "read-service-export", request,
            async () => await FindAsync(store, domain, request, context.RequestAborted) is { } found
                ? await ComplianceOperations.ReadExportAsync(context, store, found)
                : Problem.NotFound("request"),
            context.RequestAborted);
    }

    private static async Task<IResult> DeliverAsync(
        string shop, Guid request, HttpContext context, IGrainFactory grains, IComplianceStore store,
        AuditedCall audited, TimeProvider time)
    {
        if (!Requests.TryShop(shop, out var domain, out var problem)) return problem;
        return await audited.RunAsync(
            ActorOf(context), "deliver-service-export", request,
            async () =>
            {
                if (await FindAsync(store, domain, request, context.RequestAborted) is null)
                    return Problem.NotFound("request");
                var reply = await grains.GetGrain<IComplianceCase>(request)
                    .DeliverAsync(ActorOf(context), context.RequestAborted);
                return await ComplianceOrderOperations.AnswerAsync(request, reply, context, store, time);
            },
            context.RequestAborted);
    }

    private static async Task<ComplianceRequest?> FindAsync(
        IComplianceStore store, ShopDomain shop, Guid request, CancellationToken cancellationToken) =>
        await store.FindAsync(request, cancellationToken) is { } found && store.IsOf(found, shop) ? found : null;

    private static string ActorOf(HttpContext context) => context.User.Identity?.Name ?? "unknown";
}
