using Microsoft.AspNetCore.WebUtilities;
using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Shopify.Tests.OAuth;

public sealed class AuthorizeUrlTests
{
    private static readonly ShopDomain Shop = ShopDomain.Parse("Blue.myshopify.com");
    private static readonly Uri Redirect = new("https://app.example/auth/callback?a=1&b=2");

    [Fact]
    public void Build_encodes_every_value()
    {
        var options = new ShopifyOptions { ApiKey = "key&client_id=other", Scopes = "write_orders, read_products" };
        var url = AuthorizeUrl.Build(options, Shop, Redirect, "s t&a=%te");
        Assert.Equal("https://blue.myshopify.com/admin/oauth/authorize", url.GetLeftPart(UriPartial.Path));
        var query = QueryHelpers.ParseQuery(url.Query);
        Assert.Equal(["client_id", "redirect_uri", "scope", "state"], query.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("key&client_id=other", query["client_id"]);
        Assert.Equal("read_products,write_orders", query["scope"]);
        Assert.Equal(Redirect.AbsoluteUri, query["redirect_uri"]);
        Assert.Equal("s t&a=%te", query["state"]);
    }

    [Fact]
    public void Build_when_there_are_no_scopes_leaves_them_out_and_asks_per_user_only_when_told()
    {
        var options = new ShopifyOptions { ApiKey = "key" };
        var plain = AuthorizeUrl.Build(options, Shop, Redirect, "s");
        Assert.DoesNotContain("scope", plain.Query, StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(AuthorizeUrl.Build(options, Shop, Redirect, "s", perUser: true).Query);
        Assert.Equal("per-user", query["grant_options[]"]);
    }

    [Theory]
    [InlineData("https://{shop}", "https://blue.myshopify.com/admin/x")]
    [InlineData("https://{shop}/", "https://blue.myshopify.com/admin/x")]
    [InlineData("https://{shop}:8443", "https://blue.myshopify.com:8443/admin/x")]
    [InlineData("http://127.0.0.1:5090/{shop}", "http://127.0.0.1:5090/blue.myshopify.com/admin/x")]
    [InlineData("http://localhost:5090/a/{shop}/b/", "http://localhost:5090/a/blue.myshopify.com/b/admin/x")]
    public void AdminUrl_is_derived_from_the_shop(string template, string expected)
    {
        var options = new ShopifyOptions { AdminUrlTemplate = template };
        Assert.Equal(expected, AdminUrl.For(options, Shop, "admin/x").AbsoluteUri);
    }
}
