using Shopkeeper.Shopify.OAuth;

namespace Shopkeeper.Shopify.Tests.OAuth;

public sealed class AccessScopesTests
{
    [Theory]
    [InlineData("read_products", "read_products", "")]
    [InlineData("write_products", "read_products", "")]
    [InlineData("write_products", "read_products,write_products", "")]
    [InlineData("read_products", "write_products", "write_products")]
    [InlineData("unauthenticated_write_checkouts", "unauthenticated_read_checkouts", "")]
    [InlineData("unauthenticated_write_checkouts", "read_checkouts", "read_checkouts")]
    [InlineData("write_products", "read_product_listings,read_products", "read_product_listings")]
    [InlineData("", "b,a", "a,b")]
    [InlineData("a,b", "", "")]
    [InlineData("Write_products", "read_products", "read_products")]
    public void Covers_knows_that_writing_implies_reading(string granted, string wanted, string missing)
    {
        var scopes = AccessScopes.Parse(granted);
        Assert.Equal(missing, string.Join(',', scopes.Missing(AccessScopes.Parse(wanted))));
        Assert.Equal(missing.Length == 0, scopes.Covers(AccessScopes.Parse(wanted)));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(" , ,", "")]
    [InlineData(" write_b ,a,  a,read_b", "a,write_b")]
    public void ToString_is_sorted_and_leaves_implied_scopes_out(string? text, string expected) =>
        Assert.Equal(expected, AccessScopes.Parse(text).ToString());

    [Fact]
    public void Equals_is_the_same_set_however_it_was_written()
    {
        Assert.Equal(AccessScopes.Parse("write_a,read_a,b"), AccessScopes.Parse("b, write_a"));
        Assert.Equal(AccessScopes.Parse("write_a,read_a").GetHashCode(), AccessScopes.Parse("write_a").GetHashCode());
        Assert.NotEqual(AccessScopes.Parse("write_a"), AccessScopes.Parse("read_a"));
        Assert.Equal(AccessScopes.None, AccessScopes.Parse(""));
    }
}
