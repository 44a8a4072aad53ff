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
            .WithSummary("What is left of the shop's ended installations, by store. A teardown that is not certified "
                + "has some.")
            .Produces<ResidueView>();
        routes.MapGet("/residue", ListAsync).WithName("ListResidue")
            .WithSummary("What is left of every ended installation, by store, counted now. By installation id.")
            .Produces<PageView<InstallationResidueView>>();
    }

    private static async Task<IResult> OfShopAsync(
        string shop, HttpContext context, IOperationsReader reader, IResidue residue, ISharedCache cache)
    {
        if (!Requests.TryShop(shop, out var domain, out var problem)) return problem;
        var ended = await reader.ListEndedAsync(domain, context.RequestAborted);
        var totals = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var installation in ended)
        {
            var subject = new ErasureSubject { Installation = installation, Shop = domain };
            var rows = await residue.CountAsync(subject, context.RequestAborted);
            foreach (var count in rows.Concat(await cache.CountOutsideAsync(installation, context.RequestAborted)))
                totals[count.Store] = totals.GetValueOrDefault(count.Store) + count.Count;
        }
        return TypedResults.Ok(new ResidueView(
            domain.Value,
            [.. ended.Select(id => id.Value)],
            [.. totals.Select(pair => new StoreView(pair.Key, pair.Value))],
            totals.Values.Sum()));
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
