using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Tokens;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tests.Tokens;

/// <summary>Makes grants as the service does, without a key directory.</summary>
internal static class TestGrants
{
    private static readonly IMeterFactory Unheard =
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    /// <summary>The factory.</summary>
    public static GrantFactory Factory(TimeProvider clock, IMeterFactory? meters = null, bool expiring = true) => new(
        new Hash(),
        Options.Create(new ShopifyOptions { ApiSecret = "a secret of the tests", ExpiringTokens = expiring }),
        Options.Create(new TokensOptions()),
        new TokenMetrics(meters ?? Unheard),
        clock,
        NullLogger<GrantFactory>.Instance);

    private sealed class Hash : IKeyedHash
    {
        public byte[] Compute(string purpose, ReadOnlySpan<byte> data) =>
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(purpose), data);
    }
}
