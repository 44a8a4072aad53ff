using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Shopkeeper.Shopify.Signatures;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>A query as Shopify signs it, to be changed in one detail.</summary>
/// <param name="Pairs">Its parameters, in order.</param>
/// <param name="Secret">What it is signed with.</param>
public sealed record Query(IReadOnlyList<KeyValuePair<string, string>> Pairs, string Secret)
{
    /// <summary>A parameter's value; empty without one.</summary>
    public string this[string name] => Pairs.FirstOrDefault(pair => pair.Key == name).Value ?? "";

    /// <summary>As it stands in an address.</summary>
    public string Text => string.Join(
        '&', Pairs.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));

    /// <summary>The query of an address.</summary>
    public static Query Of(Uri callback, string secret) => new(
        [
            .. QueryHelpers.ParseQuery(callback.Query)
                .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())),
        ],
        secret);

    /// <summary>With a parameter set.</summary>
    public Query With(string name, string value) => Without(name) with
    {
        Pairs = [.. Without(name).Pairs, KeyValuePair.Create(name, value)],
    };

    /// <summary>Without a parameter.</summary>
    public Query Without(string name) => this with { Pairs = [.. Pairs.Where(pair => pair.Key != name)] };

    /// <summary>With a parameter once more.</summary>
    public Query Repeating(string name, string value) =>
        this with { Pairs = [.. Pairs, KeyValuePair.Create(name, value)] };

    /// <summary>As if made so many seconds from now.</summary>
    public Query At(int seconds) => With(
        "timestamp",
        TimeProvider.System.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds()
            .ToString(CultureInfo.InvariantCulture));

    /// <summary>Signed anew.</summary>
    public Query Sign() => SignedWith(Secret);

    /// <summary>Signed with another secret.</summary>
    public Query SignedWith(string secret) => With("hmac", QuerySignature.Sign(Pairs, secret));
}
