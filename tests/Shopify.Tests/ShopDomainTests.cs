using System.Text.Json;

namespace Shopkeeper.Shopify.Tests;

public sealed class ShopDomainTests
{
    [Theory]
    [InlineData("blue-widgets.myshopify.com", "blue-widgets.myshopify.com", "blue-widgets")]
    [InlineData("BLUE.MyShopify.COM", "blue.myshopify.com", "blue")]
    [InlineData("0.myshopify.com", "0.myshopify.com", "0")]
    public void Parse_lowers_and_knows_the_handle(string text, string value, string handle)
    {
        var shop = ShopDomain.Parse(text);
        Assert.Equal((value, handle, value), (shop.Value, shop.Handle, shop.ToString()));
        Assert.Equal(ShopDomain.Parse(value), shop);
        Assert.Equal(shop, JsonSerializer.Deserialize<ShopDomain>(JsonSerializer.Serialize(shop)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("myshopify.com")]
    [InlineData(".myshopify.com")]
    [InlineData("-a.myshopify.com")]
    [InlineData("a_b.myshopify.com")]
    [InlineData("a.b.myshopify.com")]
    [InlineData("a.myshopify.com\n")]
    [InlineData(" a.myshopify.com")]
    [InlineData("a.myshopify.com.evil.example")]
    [InlineData("evil.example/a.myshopify.com")]
    [InlineData("evil.example#.myshopify.com")]
    [InlineData("a@b.myshopify.com")]
    [InlineData("a.myshopify.com:443")]
    [InlineData("\u212aelvin.myshopify.com")]
    [InlineData("a\u0130.myshopify.com")]
    [InlineData("a\u3002myshopify.com")]
    public void TryParse_when_it_is_no_shop_refuses(string? text)
    {
        Assert.False(ShopDomain.TryParse(text, out var shop));
        Assert.Null(shop);
    }

    [Fact]
    public void TryParse_when_the_name_is_longer_than_a_label_refuses()
    {
        Assert.True(ShopDomain.TryParse(new string('a', 63) + ".myshopify.com", out _));
        Assert.False(ShopDomain.TryParse(new string('a', 64) + ".myshopify.com", out _));
        Assert.Throws<FormatException>(() => ShopDomain.Parse("evil.example"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ShopDomain>("\"evil.example\""));
    }

    [Fact]
    public void AccessToken_compares_by_secret_and_never_prints_it()
    {
        var token = new AccessToken("shpat_canary");
        Assert.Equal(new AccessToken("shpat_canary"), token);
        Assert.NotEqual(new AccessToken("shpat_other"), token);
        Assert.Equal("***", token.ToString());
        Assert.DoesNotContain("canary", JsonSerializer.Serialize(token), StringComparison.Ordinal);
    }
}
