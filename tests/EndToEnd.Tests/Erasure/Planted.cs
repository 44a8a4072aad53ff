using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Erasure;

/// <summary>
/// What was planted is there and is found, in every table that can refer to a shop: without that the absence afterwards
/// would prove nothing.
/// </summary>
internal static class Planted
{
    // A teardown's row begins with the end itself; the certificate and the delivery ids are what may stay.
    // The audit log names operators' orders by keyed hash and id, and keeps them; a merchant gives none.
    // The compliance desk keeps codes under a keyed hash; its own tests search for whom it was asked about.
    // webhook_subscriptions is what the release before wrote; this one only copies from it, and erases it.
    private static readonly string[] NotPlanted =
        ["teardowns", "certificates", "audit_log", "compliance_requests", "webhook_subscriptions"];

    private static readonly string[] Referring =
        ["installation_id", "shop", "shop_hash", "shop_id", "grain_id", "grain_key"];

    // No references: what Shopify calls the thing in the row, and how Orleans spreads reminders over silos.
    private static readonly string[] Unreferring = ["app_installation_id", "shopify_id", "grain_hash"];

    /// <summary>The schema says what can refer to a shop, and each of those tables holds a row of each shop.</summary>
    public static async Task AssertEveryTableHoldsARowAsync(ShopkeeperProcess service, IEnumerable<Evidence> shops)
    {
        var schema = await StoredRows.ReadSchemaAsync(service);
        var unknown = schema.SelectMany(table => table.Select(column => $"{table.Key}.{column}"))
            .Where(name => MayRefer(name.Split('.')[1])).ToArray();
        Assert.True(
            unknown.Length == 0,
            $"Columns that may refer to a shop and are not known here: {string.Join(", ", unknown)}");
        var referring = schema.Where(table => table.Any(Referring.Contains)).Select(table => table.Key)
            .Append("installations").Except(NotPlanted).Distinct().ToArray();
        Assert.True(
            referring.Length >= 12, $"Only {referring.Length} tables refer to a shop: the catalog was misread.");
        foreach (var evidence in shops)
        {
            var planted = evidence.Values.Select(value => value.Table).ToHashSet();
            var empty = referring.Except(planted).ToArray();
            Assert.True(empty.Length == 0, $"No row was planted in {string.Join(", ", empty)}.");
        }
    }

    /// <summary>Each form of a shop's values is one that the search does find.</summary>
    public static async Task AssertFoundAsync(ShopkeeperProcess service, Evidence evidence, CanaryLife life)
    {
        var database = await Evidence.ReadDatabaseAsync(service);
        var missing = evidence.Stored.Where(needle => !database.Any(one => one.Contains(needle))).ToArray();
        Assert.True(
            missing.Length == 0, $"Not found before the end: {string.Join(", ", missing.Select(one => one.What))}");
        var columns = evidence.Values.Where(value => value.AsNeedle(true) is not null)
            .Select(value => (value.Table, value.Column)).ToHashSet();
        Assert.All(life.Planted, planted => Assert.Contains(planted.Value, columns));
        Assert.Contains(Haystack.OfFolder(service.FilesRoot), file => file.Text == life.InFile);

        // What is encrypted stands nowhere in plain: only the domain, the shop's id and the product's are columns.
        string[] open = [life.Shop.Domain, life.Shop.Handle, $"{life.Shop.ShopId}"];
        var encrypted = life.Texts.Except(open)
            .Where(text => !life.Planted.TryGetValue(text, out var at) || at.Column != "product_id")
            .SelectMany(text => Forms.Encoded(text).Select(form => new Needle($"'{text}' in plain", form))).ToArray();
        Assert.Empty(database.SelectMany(one => one.FindAny(encrypted)));
    }

    private static bool MayRefer(string column) =>
        !Referring.Contains(column) && !Unreferring.Contains(column)
        && ((string[])["shop", "installation", "grain"]).Any(column.Contains);
}
