using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Tokens;

/// <summary>Makes grants as the service does, without a key directory.</summary>
internal static class TestGrants
{
    /// <summary>The factory.</summary>
    public static GrantFactory Factory(TimeProvider clock) => new(
        new Hash(),
        Options.Create(new ShopifyOptions { ApiSecret = "a secret of the tests" }),
        Options.Create(new TokensOptions()),
        clock);

    private sealed class Hash : IKeyedHash
    {
        public byte[] Compute(string purpose, ReadOnlySpan<byte> data) =>
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(purpose), data);
    }
}
