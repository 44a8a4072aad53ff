using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.ApiLogs;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Catalogue;

/// <summary>
/// Copies the shop's products into the catalogue, page by page, and then removes those that are gone from the shop.
/// Twice is safe: a product is inserted or replaced.
/// </summary>
internal sealed class CatalogSync(InstallationAdmin shopify, ICatalogueStore catalogue, TimeProvider clock)
    : IJobHandler
{
    /// <summary>The kind.</summary>
    public const string KindName = "catalog-sync";

    public string Kind => KindName;

    public bool StartableFromSession => true;

    public string? Check(JsonElement arguments) => CatalogSyncArguments.Read(arguments, out _);

    public async Task RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (CatalogSyncArguments.Read(context.Arguments, out var pageSize) is { } mistake)
            throw new JobFailedException(mistake, retry: false);

        var installation = context.Installation;
        var begun = clock.GetUtcNow();
        long done = 0;
        string? cursor = null;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var after = cursor;
            var page = await shopify.CallAsync<ProductPage>(
                installation,
                (admin, access, token) => admin.ReadProductsAsync(access, after, pageSize, token),
                cancellationToken);
            await catalogue.SaveAsync(installation.Id, Seen(page, clock.GetUtcNow()), cancellationToken);
            done += page.Products.Count;
            cursor = page.NextCursor;
            context.Report(new JobProgress(done, cursor is null ? done : null));
        }
        while (cursor is not null);

        await catalogue.RemoveUnseenAsync(installation.Id, begun, cancellationToken);
    }

    // A product that moves while pages are read can stand on one twice.
    private static CatalogueProduct[] Seen(ProductPage page, DateTimeOffset now) =>
        page.Products.DistinctBy(product => product.Id, StringComparer.Ordinal)
            .Select(product => new CatalogueProduct
            {
                Id = product.Id,
                Title = product.Title,
                Handle = product.Handle,
                SeenAt = now,
            })
            .ToArray();
}
