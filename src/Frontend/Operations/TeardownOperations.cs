using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Paging;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Operations;

/// <summary>Teardowns, step by step.</summary>
internal static class TeardownOperations
{
    public static void MapTeardowns(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/teardowns", ListAsync).WithName("ListTeardowns")
            .WithSummary("Teardowns that are not certified, newest first.").Produces<PageView<TeardownView>>();
        routes.MapGet("/teardowns/{id:guid}", GetAsync).WithName("GetTeardown")
            .WithSummary("One teardown; a certified one is answered from its certificate.").Produces<TeardownView>();
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, ITeardownStore teardowns, string? shop, string? status)
    {
        if (!Requests.TryPage(context.Request, out var page, out var problem)) return problem;
        ShopDomain? domain = null;
        if (shop is not null && !Requests.TryShop(shop, out domain, out var refused)) return refused;
        if (!Names.TryParse<TeardownStatus>(status, out var wanted))
            return Problem.BadRequest("status", $"Send one of {Names.All<TeardownStatus>()}, or none.");
        var found = await teardowns.ListAsync(domain, wanted, page, context.RequestAborted);
        return TypedResults.Ok(PageView.Of(found, TeardownView.Of));
    }

    private static async Task<IResult> GetAsync(
        Guid id, HttpContext context, ITeardownStore teardowns, ICertificateStore certificates) =>
        await TeardownView.FindAsync(id, teardowns, certificates, context.RequestAborted) is { } view
            ? TypedResults.Ok(view)
            : Problem.NotFound("teardown");
}
