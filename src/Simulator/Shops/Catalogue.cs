namespace Shopkeeper.Simulator.Shops;

/// <summary>A shop's products, made from its domain and the product's position alone: the same in every run.</summary>
internal static class Catalogue
{
    private static readonly string[] Adjectives =
        ["Blue", "Quiet", "Heavy", "Linen", "Oak", "Copper", "Nordic", "Folding", "Woven", "Amber", "Glazed", "Plain"];

    private static readonly string[] Nouns =
        ["Lamp", "Kettle", "Blanket", "Stool", "Vase", "Notebook", "Basket", "Mug", "Mirror", "Clock", "Rug", "Tray"];

    private static readonly string[] Kinds = ["Lighting", "Kitchen", "Textiles", "Furniture", "Decor", "Stationery"];

    private static readonly string[] Statuses = ["ACTIVE", "ACTIVE", "ACTIVE", "ACTIVE", "DRAFT", "ARCHIVED"];

    private static readonly DateTimeOffset Epoch = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Product At(string domain, int index)
    {
        var random = Mix(ShopAddress.Seed(domain, "catalogue") + (ulong)index);
        var title = $"{Pick(Adjectives, random)} {Pick(Nouns, random >> 8)} {index + 1}";
        var createdAt = Epoch.AddMinutes(random % 500_000);
        return new Product
        {
            Id = $"gid://shopify/Product/{NumericId(domain, index)}",
            Title = title,
            Handle = title.ToLowerInvariant().Replace(' ', '-'),
            Status = Pick(Statuses, random >> 16),
            Vendor = ShopAddress.Name(domain),
            ProductType = Pick(Kinds, random >> 24),
            TotalInventory = (int)(random >> 32) & 0xFF,
            Tags = [Pick(Kinds, random >> 40).ToLowerInvariant(), Pick(Adjectives, random).ToLowerInvariant()],
            CreatedAt = createdAt,
            UpdatedAt = createdAt.AddHours(random % 1000),
        };
    }

    /// <summary>Ids grow with the position, so that the order by id is the order of the catalogue.</summary>
    public static long NumericId(string domain, int index) =>
        7_000_000_000_000L + ((long)(ShopAddress.Seed(domain, "products") % 1_000_000) * 1_000_000) + index;

    private static string Pick(string[] words, ulong random) => words[random % (ulong)words.Length];

    /// <summary>SplitMix64's finalizer: neighbouring inputs give unrelated outputs.</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
