using System.CommandLine;
using Shopkeeper.Frontend.Operations;
using Shopkeeper.Frontend.Paging;
using Shopkeeper.Shopify;
using Spectre.Console;

namespace Shopkeeper.Silo.CommandLine.Operating;

/// <summary><c>audit</c>: counts what is left of ended installations, of one shop or of all.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var shop = new Argument<string?>("shop")
        {
            Description = "One shop: {name}.myshopify.com. Without it, all ended installations.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var connection = new OperatorConnection();
        var command = new Command(
            "audit", "Counts what is left of ended installations. Exit code 0: nothing; 1: something; 2: no answer.")
        {
            shop,
        };
        connection.AddTo(command);
        command.SetAction((parsed, cancellationToken) => OperatorCommands.RunAsync(async () =>
        {
            ShopDomain? domain = null;
            if (parsed.GetValue(shop) is { } given && !ShopDomain.TryParse(given, out domain))
                throw OperatorRefusal.Usage("A shop is {name}.myshopify.com, in lower case.");
            using var client = connection.Open(parsed);
            return domain is null
                ? await OfAllAsync(client, cancellationToken)
                : await OfShopAsync(client, domain, cancellationToken);
        }));
        return command;
    }

    private static async Task<int> OfShopAsync(
        OperatorClient client, ShopDomain shop, CancellationToken cancellationToken)
    {
        var (installations, total) = (0, 0L);
        var left = new SortedDictionary<string, long>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            var page = await client.ReadAsync<ResidueView>(
                PageOf($"shops/{shop.Value}/residue", cursor), cancellationToken);
            installations += page.Installations.Count;
            total += page.Total;
            foreach (var store in page.Stores.Where(store => store.Count > 0))
                left[store.Store] = left.GetValueOrDefault(store.Store) + store.Count;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        var table = NewTable();
        foreach (var (store, count) in left) table.AddRow("all", Markup.Escape(store), $"{count}");
        return Tell(table, installations, total);
    }

    private static async Task<int> OfAllAsync(OperatorClient client, CancellationToken cancellationToken)
    {
        var table = NewTable();
        var (installations, total) = (0, 0L);
        string? cursor = null;
        do
        {
            var page = await client.ReadAsync<PageView<InstallationResidueView>>(
                PageOf("residue", cursor), cancellationToken);
            foreach (var one in page.Items)
            {
                installations++;
                total += one.Total;
                foreach (var store in one.Stores.Where(store => store.Count > 0))
                {
                    table.AddRow(
                        $"{one.InstallationId}{(one.Certified ? "" : " (not certified yet)")}",
                        Markup.Escape(store.Store), $"{store.Count}");
                }
            }
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return Tell(table, installations, total);
    }

    private static string PageOf(string path, string? cursor) =>
        $"{path}?limit=250{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}";

    private static Table NewTable() =>
        new Table().Border(TableBorder.Rounded).AddColumns("installation", "store", "left");

    private static int Tell(Table table, int installations, long total)
    {
        if (table.Rows.Count > 0) AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{installations} ended installations, {total} entries left.");
        return total == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }
}
