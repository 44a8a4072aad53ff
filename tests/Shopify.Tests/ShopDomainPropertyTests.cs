using System.Text.Json;
using CsCheck;
using Shopkeeper.Testing.Generation;

namespace Shopkeeper.Shopify.Tests;

/// <summary>Shop domains of generated texts, against a rule that is written without a regular expression.</summary>
public sealed class ShopDomainPropertyTests
{
    private const string Ending = ".myshopify.com";
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789-";

    private static readonly Gen<string> Domains = Gen.Char[Letters + "ABCXYZ"].Array[1, 66]
        .Select(name => new string(name) + Ending);

    [Fact]
    public void TryParse_whatever_the_text_agrees_with_the_rule_and_never_throws() =>
        Property.Holds(Texts.Near(Domains), text =>
        {
            var isShop = ShopDomain.TryParse(text, out var shop);
            Assert.Equal(IsShop(text), isShop);
            Assert.Equal(isShop, shop is not null);
            if (!isShop) Assert.Throws<FormatException>(() => ShopDomain.Parse(text));
        });

    [Fact]
    public void Shop_when_written_and_read_again_is_the_same_and_has_one_spelling() =>
        Property.Holds(Texts.Near(Domains), text =>
        {
            if (!ShopDomain.TryParse(text, out var shop)) return;
            Assert.Equal(shop, ShopDomain.Parse(shop.Value));
            Assert.Equal(shop.Value, ShopDomain.Parse(shop.Value).Value);
            Assert.Equal(shop, ShopDomain.Parse(text.ToUpperInvariant()));
            Assert.Equal(shop, JsonSerializer.Deserialize<ShopDomain>(JsonSerializer.Serialize(shop)));
            Assert.Equal(shop.Value, shop.Handle + Ending);
        });

    [Fact]
    public void TryParse_of_a_longer_text_takes_no_more_than_linear_time() =>
        Assert.True(
            Property.Growth(units => _ = ShopDomain.TryParse(new string('a', units) + Ending, out _), 20_000)
            < Property.LinearGrowth);

    private static bool IsShop(string text)
    {
        if (text.Length <= Ending.Length || text.Length > 63 + Ending.Length) return false;
        if (text.Any(character => character > 127)) return false;
        var lower = text.ToLowerInvariant();
        var name = lower[..^Ending.Length];
        return lower.EndsWith(Ending, StringComparison.Ordinal)
            && name[0] != '-' && name.All(character => Letters.Contains(character));
    }
}
