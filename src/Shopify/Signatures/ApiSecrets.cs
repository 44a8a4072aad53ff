using System.Text;
using Microsoft.Extensions.Options;

namespace Shopkeeper.Shopify.Signatures;

/// <summary>The client secrets whose signatures are accepted, as keys. It never prints.</summary>
public sealed class ApiSecrets
{
    private readonly byte[][] _keys;

    /// <summary>Takes the secret in use and those still accepted; empty previous ones are ignored.</summary>
    /// <exception cref="ArgumentException">The secret in use is empty.</exception>
    public ApiSecrets(string current, params IEnumerable<string> previous)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(current);
        _keys = previous.Where(secret => !string.IsNullOrWhiteSpace(secret))
            .Prepend(current)
            .Distinct(StringComparer.Ordinal)
            .Select(Encoding.UTF8.GetBytes)
            .ToArray();
    }

    internal ApiSecrets(IOptions<ShopifyOptions> options)
        : this(options.Value.ApiSecret, options.Value.PreviousApiSecrets)
    {
    }

    internal ReadOnlySpan<byte[]> Keys => _keys;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
