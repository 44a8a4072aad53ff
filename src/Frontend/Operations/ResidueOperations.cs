using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Paging;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Frontend.Operations;

/// <summary>What is left of ended installations, counted now.</summary>
internal static class ResidueOperations
{
    public static void MapResidue(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/shops/{shop}/residue", OfShopAsync).WithName("GetResidue")
            .WithSummary("What is left of the shop's ended installations, by store, newest first. The first page "
                + "has what is kept by the shop itself. A teardown that is not certified has some.")
            .Produces<ResidueView>();
        routes.MapGet("/residue", ListAsync).WithName("ListResidue")
            .WithSummary("What is left of every ended installation, by store, counted now. By installation id.")
            .Produces<PageView<InstallationResidueView>>();
    }

    private static async Task<IResult> OfShopAsync(
        string shop, HttpContext context, IResidueAudit audit, ISharedCache cache)
    {
        if (!Requests.TryShop(shop, out var domain, out var problem)) return problem;
        if (!Requests.TryPage(context.Request, out var page, out var refused)) return refused;
        var residue = await audit.ListOfShopAsync(domain, page, context.RequestAborted);
        var outside = new List<StoreCount>();
        foreach (var installation in residue.Installations)
            outside.AddRange(await cache.CountOutsideAsync(installation, context.RequestAborted));
        StoreCount[] stores =
        [
            .. residue.Stores,
            .. outside.GroupBy(count => count.Store).Select(
                store => new StoreCount { Store = store.Key, Count = store.Sum(count => count.Count) }),
        ];
        return TypedResults.Ok(new ResidueView(
            domain.Value, [.. residue.Installations.Select(id => id.Value)], StoreView.Of(stores),
            stores.Sum(store => store.Count), residue.NextCursor));
    }

    private static async Task<IResult> ListAsync(HttpContext context, IResidueAudit audit, ISharedCache cache)
    {
        if (!Requests.TryPage(context.Request, out var page, out var problem)) return problem;
        var found = await audit.ListAsync(page, context.RequestAborted);
        var items = new List<InstallationResidueView>();
        foreach (var one in found.Items)
        {
            var outside = await cache.CountOutsideAsync(one.Installation, context.RequestAborted);
            items.Add(InstallationResidueView.Of(one, outside));
        }
        return TypedResults.Ok(new PageView<InstallationResidueView>(items, found.NextCursor));
    }
}
